using System.Reflection;
using AsrService.Core;
using AsrService.Hosting;
using Microsoft.Extensions.Configuration;

namespace AsrService.Tests.Server;

public sealed class AsrConfigurationTests
{
    [Theory]
    [InlineData("Asr:Wisper:Model", "Did you mean Asr:Whisper?")]
    [InlineData("Asr:Whisper:ThreadPerJob", "Did you mean Asr:Whisper:ThreadsPerJob?")]
    [InlineData("Asr:DataDir", "Did you mean Asr:DataDirectory?")]
    [InlineData("Asr:Uploads:MaxBytes:Kilo", "unknown")]
    public void An_unknown_key_is_refused_with_a_suggestion(string key, string expected) =>
        Assert.Contains(expected, Refusal((key, "1")));

    [Theory]
    [InlineData("Asr:Roles", "Api,Wroker")]
    [InlineData("Asr:Roles", "None")]
    [InlineData("Asr:Uploads:MaxBytes", "0")]
    [InlineData("Asr:Audio:MaxDuration", "-1:00:00")]
    [InlineData("Asr:DataDirectory", "")]
    [InlineData("Asr:Text:ChineseScript", "pinyin")]
    [InlineData("Asr:Storage:Kind", "tape")]
    [InlineData("Asr:Storage:Kind", "7")]
    [InlineData("Asr:Outgoing:AllowedNetworks", "10.0.0.0/8, 10.0.0.0/33")]
    [InlineData("Asr:Outgoing:AllowedNetworks", "10.0.0.1")]
    [InlineData("Asr:Outgoing:Ports", "80,https")]
    [InlineData("Asr:Outgoing:Ports", "0")]
    [InlineData("Asr:Outgoing:Ports", "65536")]
    [InlineData("Asr:Outgoing:Ports", "")]
    [InlineData("Asr:Outgoing:ConnectTimeout", "00:00:00")]
    [InlineData("Asr:Downloads:MaxBytes", "0")]
    [InlineData("Asr:Downloads:Timeout", "00:00:00")]
    [InlineData("Asr:Downloads:MinBytesPerSecond", "0")]
    [InlineData("Asr:Models:Mirror", "")]
    [InlineData("Asr:Models:Mirror", "models.example/whisper")]
    [InlineData("Asr:Models:Mirror", "ftp://models.example/whisper")]
    [InlineData("Asr:Models:Mirror", "https://name:password@models.example/whisper")]
    [InlineData("Asr:Models:Offline", "perhaps")]
    [InlineData("Asr:Callbacks:Retries", "")]
    [InlineData("Asr:Callbacks:Retries", "00:00:05,soon")]
    [InlineData("Asr:Callbacks:Retries", "-00:00:05")]
    [InlineData("Asr:Callbacks:Retries", "31.00:00:00")]
    [InlineData("Asr:Callbacks:Timeout", "00:00:00")]
    [InlineData("Asr:Callbacks:Timeout", "00:01:01")]
    [InlineData("Asr:Callbacks:MaxConcurrent", "-1")]
    [InlineData("Asr:Callbacks:MaxPerHost", "0")]
    [InlineData("Asr:Callbacks:DisableAfter", "00:00:00")]
    [InlineData("Asr:Callbacks:KeepFor", "00:00:00")]
    public void A_value_out_of_range_is_refused_with_its_key(string key, string value) =>
        Assert.Contains(key[..key.LastIndexOf(':')], Refusal((key, value)));

    [Fact]
    public void Roles_are_joined_by_commas() =>
        Assert.Equal(NodeRoles.Api | NodeRoles.Worker, Load(("Asr:Roles", "api, Worker")).Roles);

    [Fact]
    public void A_bucket_needs_a_name_and_keys() => Assert.Equal(
        "In Asr:Storage: Kind is s3: set Asr__Storage__S3__Bucket, Asr__Storage__S3__SecretKey.",
        Refusal(("Asr:Storage:Kind", "s3"), ("Asr:Storage:S3:AccessKey", "name")));

    [Theory]
    [InlineData("Asr:Storage:S3:Endpoint", "127.0.0.1:9000")]
    [InlineData("Asr:Storage:S3:Endpoint", "http://name:password@127.0.0.1:9000")]
    [InlineData("Asr:Uploads:MaxBytes", "5368709121")]
    [InlineData("Asr:Downloads:MaxBytes", "5368709121")]
    public void A_value_that_S3_cannot_use_is_refused(string key, string value)
    {
        var refusal = Refusal(
            ("Asr:Storage:Kind", "s3"), ("Asr:Storage:S3:Bucket", "b"), ("Asr:Storage:S3:AccessKey", "a"), ("Asr:Storage:S3:SecretKey", "s"), (key, value));

        Assert.Contains(key[(key.LastIndexOf(':') + 1)..], refusal);
        Assert.DoesNotContain("password@", refusal);
    }

    [Fact]
    public void The_settings_file_documents_every_key_with_its_default()
    {
        var file = new ConfigurationBuilder().AddJsonFile(Path.Combine(SetupFiles.Root, "src", "AsrService", "appsettings.json")).Build();

        Check(new AsrOptions(), AsrConfiguration.Load(file), file.GetSection("Asr"));
    }

    private static void Check(object defaults, object loaded, IConfigurationSection section)
    {
        foreach (var property in defaults.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            Assert.True(section.GetSection(property.Name).Exists(), $"{section.Path}:{property.Name} is not in appsettings.json");
            if (property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal))
                Check(property.GetValue(defaults)!, property.GetValue(loaded)!, section.GetSection(property.Name));
            else
                Assert.Equal(property.GetValue(defaults), property.GetValue(loaded));
        }
    }

    private static string Refusal(params (string Key, string Value)[] settings) =>
        Assert.Throws<StartUpException>(() => Load(settings)).Message;

    private static AsrOptions Load(params (string Key, string Value)[] settings) => AsrConfiguration.Load(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))).Build());
}
