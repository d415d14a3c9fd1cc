namespace Coordination.Domain.Exchange;

/// <summary>Where the reading of a collection stands. It is committed after what it passes by was taken.</summary>
/// <param name="AddedAfter">Everything that was added up to then is here.</param>
/// <param name="Next">How the server calls the place between two pages; it may forget it.</param>
/// <param name="Reached">Up to where the pages since <paramref name="AddedAfter"/> came.</param>
/// <param name="Page">A hash of the objects of the last page, by which the same page is known again.</param>
/// <param name="Pages">How many pages were read in this poll.</param>
/// <param name="Note">What its server does otherwise than the standard says.</param>
public sealed record PeerMark(DateTimeOffset? AddedAfter = null, string? Next = null, DateTimeOffset? Reached = null, string? Page = null, int Pages = 0, string? Note = null)
{
    public static readonly PeerMark Start = new();

    /// <summary>So many pages of a collection are read in one poll; the next goes on there.</summary>
    public const int MostPages = 200;

    /// <summary>The clocks of two houses differ; by more than that, a time is not believed.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    /// <summary>Where it stands after a page. What a server says of its pages is believed as far as it leads on: a mark that stays, a page that repeats or an empty one with more behind it ends the poll.</summary>
    public PeerStride After(PeerPage page, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(page);
        var last = page.Last <= now + Ahead ? page.Last : null;
        var reached = Later(Reached ?? AddedAfter, last);
        var note = page.Objects == 0 ? Note
            : page.Last is null ? "It does not say when objects were added (X-TAXII-Date-Added-Last), so they are read again with each poll."
            : last is null ? "It says that objects were added in the future, which is not believed, so they are read again with each poll."
            : null;
        var settled = new PeerMark(reached, Note: note);
        if (!page.More)
        {
            return new(settled, false);
        }

        if (page.Objects == 0)
        {
            return new(settled, false, "It says that there is more, and gives nothing.");
        }

        if (page.Hash == Page)
        {
            return new(settled, false, "It gives the same page again and says that there is more.");
        }

        var further = page.Next is { } next
            ? next == Next ? null : this with { Next = next, Reached = reached, Page = page.Hash, Pages = Pages + 1, Note = note }
            : reached > AddedAfter || AddedAfter is null && reached is not null ? settled with { Page = page.Hash, Pages = Pages + 1 } : null;
        return further is null ? new(settled, false, "It says that there is more, and not where.")
            : further.Pages < MostPages ? new(further, true)
            : new(further with { Pages = 0 }, false);
    }

    /// <summary>The server does not know its own mark any more: from the last known time on.</summary>
    public PeerMark WithoutNext() => this with { Next = null, AddedAfter = Reached ?? AddedAfter, Reached = null, Page = null };

    private static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) => left is null || right > left ? right ?? left : left;
}

/// <summary>A page of a collection as its server described it.</summary>
/// <param name="Last">When the last object of the page was added, as the server says.</param>
/// <param name="Hash">Of its objects.</param>
public sealed record PeerPage(int Objects, bool More, string? Next, DateTimeOffset? Last, string Hash);

/// <summary>Where a page leads.</summary>
/// <param name="Wrong">Why it leads nowhere, though the server says that there is more.</param>
public sealed record PeerStride(PeerMark Mark, bool More, string? Wrong = null);
