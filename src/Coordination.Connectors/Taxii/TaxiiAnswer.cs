namespace Coordination.Connectors.Taxii;

/// <summary>What a server answered, or why it cannot be used.</summary>
public sealed record TaxiiAnswer<T>(T? Value, TaxiiTrouble? Trouble = null) where T : class;

/// <summary>Why an answer cannot be used, in words.</summary>
/// <param name="RetryAfter">How long the server wants to be left alone.</param>
/// <param name="Only">Where a page that cannot be read ends, as the server says of it; null where it does not say, or where it may hold more than one object.</param>
public sealed record TaxiiTrouble(TaxiiFault Fault, string Reason, TimeSpan? RetryAfter = null, DateTimeOffset? Only = null)
{
    /// <summary>Another time it may be better; whoever meets too much of that leaves the server alone for a while.</summary>
    public bool Passing => Fault is TaxiiFault.Unreachable or TaxiiFault.Slow or TaxiiFault.Failing or TaxiiFault.Busy or TaxiiFault.Malformed;
}

public enum TaxiiFault
{
    /// <summary>The address may not be gone to.</summary>
    Forbidden,

    /// <summary>It has no address, does not take connections, or breaks off.</summary>
    Unreachable,

    /// <summary>The answer was not there in time.</summary>
    Slow,

    /// <summary>It answers 5xx.</summary>
    Failing,

    /// <summary>It answers 429, or 503 with a time.</summary>
    Busy,

    /// <summary>What it answers is not TAXII 2.1.</summary>
    Malformed,

    /// <summary>A page of objects that is no JSON. A smaller one beside it may be.</summary>
    Unreadable,

    /// <summary>What it answers is more than is read, or what was sent is more than it reads.</summary>
    TooLarge,

    /// <summary>It does not know us, or does not let us.</summary>
    NotAllowed,

    /// <summary>There is no such thing there.</summary>
    NotThere,

    /// <summary>It does not accept the request as such.</summary>
    Invalid,

    /// <summary>It does not accept what was sent (422).</summary>
    NotTaken,

    /// <summary>It was not asked: it failed too often lately.</summary>
    LeftAlone,
}

/// <summary>What a server is.</summary>
public sealed record TaxiiDiscovery(string Title, string? Description, string? Contact, string? Default, IReadOnlyList<string> ApiRoots);

/// <summary>What an API root is.</summary>
/// <param name="MaxContentLength">The largest document that it takes, in bytes.</param>
public sealed record TaxiiRoot(string Title, IReadOnlyList<string> Versions, long MaxContentLength);

/// <summary>A collection, and what we may do with it.</summary>
public sealed record TaxiiCollection(string Id, string? Alias, string Title, bool CanRead, bool CanWrite);

/// <summary>The collections of an API root.</summary>
public sealed record TaxiiCollections(IReadOnlyList<TaxiiCollection> All);

/// <summary>A page of objects as it came.</summary>
/// <param name="Count">How many objects it has.</param>
/// <param name="Last">When the last of them was added, as the server says.</param>
/// <param name="Hash">Of its objects.</param>
public sealed record TaxiiObjects(byte[] Body, int Count, bool More, string? Next, DateTimeOffset? Last, string Hash);

/// <summary>What became of what was sent.</summary>
public sealed record TaxiiStatus(string Id, bool Complete, int Successes, IReadOnlyList<TaxiiStatusDetail> Failures, int Pending);

/// <summary>An object that was not taken.</summary>
public sealed record TaxiiStatusDetail(string Id, string? Version, string? Message);
