namespace Coordination.Host.Composition;

/// <summary>How much anyone may ask of one process, in <c>Coordination:Limits</c>. What is above it is answered 429, with when to come again.</summary>
public sealed class LimitsOptions
{
    /// <summary>Off only where something in front of the server limits, or where it is measured.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Requests a second of one person or token, in the long run.</summary>
    public double RequestsPerSecond { get; set; } = 50;

    /// <summary>Requests of one person or token at once, after a rest.</summary>
    public int RequestsAtOnce { get; set; } = 500;

    /// <summary>Requests a second from one address by those who are not signed in, in the long run.</summary>
    public double AnonymousPerSecond { get; set; } = 20;

    /// <summary>Requests from one address by those who are not signed in at once, after a rest.</summary>
    public int AnonymousAtOnce { get; set; } = 300;

    /// <summary>Lines a second that one source may deliver, in the long run. A request counts as one at least.</summary>
    public double IntakeLinesPerSecond { get; set; } = 500;

    /// <summary>Lines that one source may deliver at once, after a rest. A delivery that has begun is taken whole; the next waits until it is made up for.</summary>
    public int IntakeLinesAtOnce { get; set; } = 10_000;

    /// <summary>Searches and lists of one person or token that are worked on at the same time.</summary>
    public int SearchesAtOnce { get; set; } = 8;

    /// <summary>Searches and lists of one person or token that wait for their turn; more are refused.</summary>
    public int SearchesWaiting { get; set; } = 64;

    /// <summary>Calls a second on one connection of the hub, in the long run.</summary>
    public double HubCallsPerSecond { get; set; } = 20;

    /// <summary>Calls on one connection of the hub at once, after a rest.</summary>
    public int HubCallsAtOnce { get; set; } = 200;
}

/// <summary>Checks the limits: each is a number that lets somebody work.</summary>
internal static class LimitsOptionsCheck
{
    public static IEnumerable<string> Errors(LimitsOptions limits)
        => from setting in new (string Name, double Value)[]
           {
               (nameof(limits.RequestsPerSecond), limits.RequestsPerSecond), (nameof(limits.RequestsAtOnce), limits.RequestsAtOnce),
               (nameof(limits.AnonymousPerSecond), limits.AnonymousPerSecond), (nameof(limits.AnonymousAtOnce), limits.AnonymousAtOnce),
               (nameof(limits.IntakeLinesPerSecond), limits.IntakeLinesPerSecond), (nameof(limits.IntakeLinesAtOnce), limits.IntakeLinesAtOnce),
               (nameof(limits.SearchesAtOnce), limits.SearchesAtOnce), (nameof(limits.SearchesWaiting), limits.SearchesWaiting),
               (nameof(limits.HubCallsPerSecond), limits.HubCallsPerSecond), (nameof(limits.HubCallsAtOnce), limits.HubCallsAtOnce),
           }
           where !(setting.Value >= 1 && setting.Value <= 10_000_000)
           select FormattableString.Invariant($"Coordination:Limits:{setting.Name} is {setting.Value}; give a number from 1 to 10,000,000. To limit nothing, set Coordination:Limits:Enabled to false.");
}
