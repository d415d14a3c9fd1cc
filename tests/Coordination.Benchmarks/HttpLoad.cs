using System.Diagnostics;
using System.Globalization;

namespace Coordination.Benchmarks;

/// <summary>Requests over some connections, one at a time on each, as fast as they are answered.</summary>
internal static class HttpLoad
{
    /// <summary>Asks until there is no next request.</summary>
    /// <param name="next">The next request's bytes, null at the end; called by all connections at once.</param>
    /// <param name="status">What each must be answered with.</param>
    public static async Task<LoadResult> RunAsync(Uri address, int connections, int status, Func<byte[]?> next)
    {
        var open = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => HttpConnection.OpenAsync(address)));
        var watch = Stopwatch.StartNew();
        var all = await Task.WhenAll(open.Select(connection => Task.Run(() => AskAsync(connection, status, next))));
        var seconds = watch.Elapsed.TotalSeconds;
        foreach (var connection in open)
        {
            connection.Dispose();
        }

        return LoadResult.Of(all.SelectMany(one => one), seconds);
    }

    private static async Task<List<double>> AskAsync(HttpConnection connection, int status, Func<byte[]?> next)
    {
        var milliseconds = new List<double>();
        while (next() is { } request)
        {
            var begun = Stopwatch.GetTimestamp();
            var answered = await connection.AskAsync(request);
            milliseconds.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            if (answered != status)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"A request was answered {answered} instead of {status}: {connection.Body}"));
            }
        }

        return milliseconds;
    }
}

/// <summary>How many were answered, in how many seconds, and after how many milliseconds each.</summary>
internal sealed record LoadResult(long Count, double Seconds, double P50, double P99)
{
    public double PerSecond => Count / Seconds;

    public static LoadResult Of(IEnumerable<double> milliseconds, double seconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return sorted.Length == 0 ? new(0, seconds, 0, 0) : new(sorted.Length, seconds, sorted[sorted.Length / 2], sorted[sorted.Length * 99 / 100]);
    }
}
