using Microsoft.Extensions.Logging;
namespace Coordination.Scenarios.Exchange;
internal sealed class DebugLog : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    { if (logLevel >= LogLevel.Warning) { lock (typeof(DebugLog)) { File.AppendAllText("/tmp/h/peer/log.txt", $"{logLevel} {formatter(state, exception)} {exception}\n"); } } }
    public void Dispose() { }
}
