using System.Globalization;

namespace Coordination.Benchmarks;

/// <summary>
/// Alerts as a day brings them: hosts of ten institutions, seven types. Of a hundred, four are high (they start an escalation) and the others low or medium.
/// A third of them are of a host that has not been seen before and opens an incident; the others are further sightings of what is open.
/// </summary>
internal static class Traffic
{
    public static IReadOnlyList<string> Institutions { get; } = ["alma", "boreal", "cordis", "dune", "etal", "fjord", "glade", "hive", "iris", "juno"];
    private static readonly string[] Types = ["infected-system", "scanner", "phishing", "c2-server", "vulnerable-system", "brute-force", "ddos"];

    private static long _last = 1_000_000_000;

    /// <summary>A number that no alert of this process has had.</summary>
    public static long Next() => Interlocked.Increment(ref _last);

    /// <summary>An alert of its own, of one host, with a title that begins as given.</summary>
    public static string OfHost(string title, long number, string host) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"title":"{{title}} ({{number}})","classification":"infected-system","severity":"medium","identifier":"{{host}}-{{number}}","source":{"fqdn":"{{host}}.{{Institutions[0]}}.example","port":{{1024 + (number % 60_000)}}},"destination":{"ip":"198.51.100.7","port":443},"feed":"sinkhole"}""");

    /// <summary>The n-th alert of a run; n is part of what makes it an alert of its own.</summary>
    public static string Line(long number) => Line(number, number % 3 == 0 ? number : number - (number % 3) - (3 * (number % 50)));

    /// <summary>An alert that opens an incident of its own.</summary>
    public static string Fresh(long number) => Line(number, number);

    private static string Line(long number, long host)
    {
        host = Math.Max(host, 0);
        var severity = number % 25 == 0 ? "high" : number % 2 == 0 ? "medium" : "low";
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"title":"Traffic from a host to a sinkhole ({{number}})","classification":"{{Types[host % Types.Length]}}","severity":"{{severity}}","identifier":"b-{{number}}","source":{"fqdn":"h{{host}}.{{Institutions[(int)(host % Institutions.Count)]}}.example","port":{{1024 + (number % 60_000)}}},"destination":{"ip":"198.51.100.7","port":443},"feed":"sinkhole"}""");
    }
}
