using AsrService.Core;
using AsrService.Core.Jobs;
using AsrService.Core.Sessions;
using AsrService.Core.Telemetry;
using AsrService.Core.Uploads;
using AsrService.Data.Callbacks;
using AsrService.Data.Clients;
using AsrService.Data.Cluster;
using AsrService.Data.Model;
using AsrService.Data.Operators;
using AsrService.Data.Queue;
using AsrService.Data.Sessions;
using AsrService.Data.Storage;
using AsrService.Data.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AsrService.Data;

/// <summary>Everything that is kept: database, queue and audio.</summary>
public static class DataServiceCollectionExtensions
{
    // In Npgsql's metrics, which otherwise have the connection string.
    private const string PoolName = "asr";

    /// <summary>Registers the database alone, so that a command can use it without running the queue.</summary>
    /// <param name="services">The services.</param>
    /// <param name="dataDirectory">See <see cref="DataDirectory"/>.</param>
    /// <param name="connectionString">A PostgreSQL connection string; empty for a private cluster in the data directory.</param>
    /// <param name="mayShare">Whether a running server's private cluster may be used; a server itself wants one of its own.</param>
    public static IServiceCollection AddAsrDatabase(
        this IServiceCollection services, string dataDirectory, string? connectionString, bool mayShare)
    {
        services.AddSingleton(new DataDirectory(dataDirectory));
        CheckConnectionString(connectionString);
        var isPrivate = string.IsNullOrWhiteSpace(connectionString);
        if (isPrivate)
        {
            services.AddSingleton<PrivateCluster>();
            services.AddHostedService(provider => new PrivateClusterService(provider.GetRequiredService<PrivateCluster>(), mayShare));
        }

        // Resolved late: the private cluster's address follows from the data directory.
        services.AddSingleton(provider => Open(isPrivate ? provider.GetRequiredService<PrivateCluster>().ConnectionString : connectionString));
        services.AddSingleton<System.Data.Common.DbDataSource>(provider => provider.GetRequiredService<NpgsqlDataSource>());
        services.AddPooledDbContextFactory<AsrDbContext>((provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddHostedService<SchemaService>();
        services.AddClients();
        services.AddSingleton<OperatorStore>().AddSingleton<ClientNames>();
        return services;
    }

    private static NpgsqlDataSource Open(string? connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString) { Name = PoolName };

        // Nothing here leaves anything behind in a session, so none has to be cleaned for the next user.
        builder.ConnectionStringBuilder.NoResetOnClose = true;
        return builder.Build();
    }

    private static void CheckConnectionString(string? connectionString)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException exception)
        {
            throw new StartUpException($"ConnectionStrings__Asr is no connection string: {exception.Message}");
        }
    }

    /// <summary>Registers the job store, the queue and the audio store on top of <see cref="AddAsrDatabase"/>.</summary>
    public static IServiceCollection AddAsrJobs(this IServiceCollection services, QueueOptions queue, StorageOptions storage)
    {
        services.AddSingleton<AsrMetrics>().AddSingleton<QueuePace>().AddSingleton<QueueOverview>().AddSingleton<QueueGauges>();
        services.AddSingleton<DeliveryStore>().AddSingleton<DeliveryDesk>().AddSingleton<DeliveryBell>().AddSingleton<JobBells>();
        services.AddSingleton<JobStore>().AddSingleton<IJobStore>(provider => provider.GetRequiredService<JobStore>());
        services.AddSingleton<SessionOverview>().AddSingleton<SessionBell>().AddSingleton<SessionStore>().AddSingleton<ISessionStore>(provider => provider.GetRequiredService<SessionStore>());
        services.AddSingleton<ISessionLeases, SessionLeases>().AddSingleton<ISessionChunks, SessionChunks>();
        services.AddSingleton<ISessionRecorder, SessionRecorder>().AddSingleton<SessionRunner>();
        services.AddSingleton<IJobLeases, JobLeases>();
        services.AddSingleton<IUploadStore, UploadStore>().AddSingleton<UploadService>();
        services.AddAudioStore(storage);
        services.AddSingleton<JobService>();
        services.AddSingleton<JobRunner>();
        services.AddQueue(queue);
        return services;
    }

    private static void AddAudioStore(this IServiceCollection services, StorageOptions storage)
    {
        services.AddSingleton<Spool>();
        services.AddHostedService<SpoolSweep>();
        if (storage.Kind == StorageKind.Directory)
        {
            services.AddSingleton<IAudioStore, FileAudioStore>();
            return;
        }

        services.AddSingleton(storage.S3);
        services.AddSingleton<S3Bucket>();
        services.AddSingleton<IAudioStore, S3AudioStore>();
        services.AddHostedService<S3BucketCheck>();
    }
}
