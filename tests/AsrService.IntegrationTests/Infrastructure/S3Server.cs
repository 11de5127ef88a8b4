using System.Diagnostics;
using System.Globalization;

namespace AsrService.IntegrationTests.Infrastructure;

/// <summary>s3rver, a process that speaks S3 on a free port and keeps its one bucket in a directory.</summary>
internal sealed class S3Server : IDisposable
{
    public const string Bucket = "asr";
    public const string SecretKey = "S3RVER";

    // It hides the names of pages with DES, which today's OpenSSL does not know: any other cipher will do. It ends with the
    // tests, however they end.
    private const string Script = """
        const crypto = require('crypto');
        for (const name of ['createCipheriv', 'createDecipheriv']) {
            const create = crypto[name];
            crypto[name] = (_, key, iv) => create('aes-128-cbc', Buffer.concat([key, key]), Buffer.concat([iv, iv]));
        }
        const S3rver = require(process.argv[1]);
        process.stdin.on('end', () => process.exit()).resume();
        new S3rver({ directory: process.argv[2], address: '127.0.0.1', port: 0, silent: true, configureBuckets: [{ name: process.argv[3] }] })
            .run().then(address => console.log(address.port));
        """;

    private readonly TemporaryDirectory directory = new();
    private readonly Process process;
    private readonly string endpoint;

    public S3Server()
    {
        process = Process.Start(new ProcessStartInfo("node", ["-e", Script, SetupFiles.S3Server, directory.Path, Bucket])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var port = int.Parse(process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("s3rver does not start"), CultureInfo.InvariantCulture);
        endpoint = $"http://127.0.0.1:{port}";
    }

    /// <summary>What makes a server use it.</summary>
    public (string Key, string Value)[] Settings =>
    [
        ("Asr:Storage:Kind", "s3"),
        ("Asr:Storage:S3:Endpoint", endpoint),
        ("Asr:Storage:S3:Bucket", Bucket),
        ("Asr:Storage:S3:AccessKey", "S3RVER"),
        ("Asr:Storage:S3:SecretKey", SecretKey),
    ];

    /// <summary>The files that hold the bucket's objects.</summary>
    public string[] Objects => Directory.GetFiles(directory.Path, "*_object", SearchOption.AllDirectories);

    /// <summary>From now on nothing listens there.</summary>
    public void Stop()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        Stop();
        process.Dispose();
        directory.Dispose();
    }
}
