using Coordination.Contracts.Exchange;
using Coordination.Domain.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Host.Exchange;

/// <summary>What happens to one kind of thing, as subscribers hear it.</summary>
internal interface IHappenings
{
    /// <summary>Whether any subscriber could hear of this event of the journal.</summary>
    bool Tells(FeedEntry entry);

    /// <summary>Who of these hears what: what they asked for, and only of what they see now.</summary>
    Task<IReadOnlyList<NewWebhook>> OfAsync(IReadOnlyList<FeedEntry> entries, IReadOnlyList<Listening> all, CancellationToken cancellationToken);
}

/// <summary>The way from what was written to who hears of it, the same for every kind of thing. What a kind adds: what subscribers call its events, what is read of the things, and what of them a subscriber sees and asks for.</summary>
/// <typeparam name="TThings">The things to which something happened, read once for all who listen.</typeparam>
internal abstract class Happenings<TThings> : IHappenings
{
    private static readonly SubscriberKind[] Kinds = Enum.GetValues<SubscriberKind>();

    public bool Tells(FeedEntry entry) => Kinds.Any(kind => NamesFor(kind).Tell(entry));

    public async Task<IReadOnlyList<NewWebhook>> OfAsync(IReadOnlyList<FeedEntry> entries, IReadOnlyList<Listening> all, CancellationToken cancellationToken)
    {
        var told = (from of in all.GroupBy(one => one.Kind)
                    let happened = NamesFor(of.Key).In(entries)
                    from one in of
                    let heard = happened.Where(what => one.Hears(what.Event, what.At)).ToArray()
                    where heard.Length > 0
                    select (Listening: one, Happened: heard)).ToArray();
        if (told.Length == 0)
        {
            return [];
        }

        var things = await ReadAsync([.. told.SelectMany(one => one.Happened).Select(what => what.Stream).Distinct()], cancellationToken);
        var webhooks = new List<NewWebhook>();
        foreach (var (one, happened) in told)
        {
            var heard = await HeardAsync(one, happened, things, cancellationToken);
            webhooks.AddRange(heard.Where(news => one.Hears(news.News.Event, news.News.At)).Select(news => one.Hear(news.News, news.Stream, SubjectOf(news.Stream))));
        }

        return webhooks;
    }

    /// <summary>What such subscribers call what is written.</summary>
    protected abstract PublicNames NamesFor(SubscriberKind kind);

    protected abstract Task<TThings> ReadAsync(IReadOnlyList<StreamId> streams, CancellationToken cancellationToken);

    /// <summary>What is news to one subscriber, of what they see now and ask for.</summary>
    /// <param name="happened">What bears a name for which they listen.</param>
    protected abstract Task<IEnumerable<(StreamId Stream, News News)>> HeardAsync(Listening one, IReadOnlyList<Happened> happened, TThings things, CancellationToken cancellationToken);

    /// <summary>What it is about.</summary>
    protected virtual StreamId SubjectOf(StreamId stream) => stream;

    /// <summary>Of what one of the staff sees, what they ask for: they ask as they search.</summary>
    protected static async Task<IReadOnlyList<Happened>> SearchedAsync<TRow>(
        IRows rows, RowTable<TRow> table, Listening one, IReadOnlyList<Happened> seen, Func<string, Task<RowFilter?>> compile, CancellationToken cancellationToken) where TRow : class
    {
        if (one.Filter is not { } filter || seen.Count == 0)
        {
            return seen;
        }

        var passed = await rows.PassedAsync(table, await compile(filter), seen.Select(what => what.Stream.Key), cancellationToken);
        return [.. seen.Where(what => passed.Contains(what.Stream.Key))];
    }
}
