namespace Coordination.Contracts.Access;

/// <summary>The ways in that there are beside a password.</summary>
/// <param name="OpenId">An outside provider; null: none is configured.</param>
public sealed record WaysIn(ProviderWay? OpenId = null);

/// <summary>The way in by an outside provider.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Path">Where a browser begins; <c>?return=</c> names the page of the console that it comes back to.</param>
public sealed record ProviderWay(string Name, string Path);

/// <summary>The session here has ended.</summary>
/// <param name="Next">Where a browser goes to end its session at an outside provider too; null: nowhere.</param>
public sealed record SignedOut(string? Next = null);
