using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AsrService.IntegrationTests.Infrastructure;

/// <summary>Writes what a server in this process logs to the <see cref="RunLog"/>: more than the server itself prints, with all values and scopes.</summary>
internal sealed class RunLogProvider : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> errors = new();
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    /// <summary>What was logged as an error, but for EF Core's, of which the server thinks nothing either (appsettings.json).</summary>
    public IReadOnlyCollection<string> Errors => errors;

    /// <summary>Whether that much is looked at: of our own code all but the finest, of the frameworks what they say of each request.</summary>
    public static bool IsLookedAt(string? category, LogLevel level) =>
        level >= (category?.StartsWith(nameof(AsrService), StringComparison.Ordinal) == true ? LogLevel.Debug : LogLevel.Information);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose()
    {
    }

    private static string Values(object? state) => state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values) : $"{state}";

    private sealed class Logger(RunLogProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => provider.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = $"{logLevel} {category} {formatter(state, exception)} {Values(state)}";
            provider.scopes.ForEachScope((scope, _) => line += $" => {Values(scope)}", line);
            if (exception is not null)
                line += $"\n{exception}";
            RunLog.Current.Write(line);
            if (logLevel >= LogLevel.Error && !category.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal))
                provider.errors.Enqueue(line);
        }
    }
}
