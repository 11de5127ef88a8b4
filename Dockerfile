# The server with its recogniser and models; PostgreSQL is another container (docker-compose.yml).
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
RUN apt-get update && apt-get install -y --no-install-recommends cmake g++ make npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source
ENV ASR_CACHE=/opt/asr ASR_NATIVE=portable

# Before the sources, so that a change there does not build whisper.cpp again.
COPY *.props global.json .editorconfig ./
COPY eng eng
RUN mkdir -p /image/opt/asr \
    && cp --parents -t /image $(eng/models.sh tiny-q8_0 silero-v6.2.0) \
    && cp -a "$(eng/native.sh)" /image/opt/asr/whisper

COPY src src
RUN dotnet publish src/AsrService --configuration Release --output /image/app

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg libgomp1 libicu74 && rm -rf /var/lib/apt/lists/* \
    && install -d -o "$APP_UID" /data
COPY --from=build /image /
# The base image's HTTP_PORTS would only lead to a warning beside URLS.
ENV ASPNETCORE_URLS=http://0.0.0.0:8080 \
    ASPNETCORE_HTTP_PORTS= \
    ASR_CACHE=/opt/asr \
    MALLOC_ARENA_MAX=2 \
    Asr__DataDirectory=/data \
    Asr__Whisper__Library=/opt/asr/whisper/libwhisper.so
WORKDIR /app
USER $APP_UID
VOLUME /data
EXPOSE 8080
HEALTHCHECK --start-period=60s CMD ["dotnet", "AsrService.dll", "healthcheck"]
ENTRYPOINT ["dotnet", "AsrService.dll"]
CMD ["serve"]
