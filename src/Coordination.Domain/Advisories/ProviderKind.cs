using Coordination.Contracts.Advisories;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>What a list shows of a provider.</summary>
public sealed record ProviderRow(
    ProviderRequest Settings, string? Publisher, string? Namespace, long? Reading, DateTimeOffset? BegunAt, DateTimeOffset? DoneAt, DateTimeOffset? NextAt, int Left, long Taken, string? Failure,
    IReadOnlyList<RejectedDocument> Rejected, IReadOnlyCollection<string> Tried);

/// <summary>Providers of CSAF documents.</summary>
public sealed class ProviderKind : Kind<Provider, ProviderCommand, ProviderEvent>
{
    public static readonly ProviderKind Instance = new();

    public static readonly RowTable<ProviderRow> Lines = new("provider_row", [RowTable<ProviderRow>.Text("name", row => row.Settings.Name)]);

    /// <summary>What was read of each provider: a row for each document, so that a reading goes on where another stopped.</summary>
    public static readonly RowTable<DocumentMark> Marks = new("provider_mark_row", []);

    public override string Name => "provider";

    public override Provider Empty => Provider.Empty;

    public static StreamId Stream(ProviderId id) => new("provider", id.Value);

    /// <summary>Where its work is done.</summary>
    public static StreamId Work(StreamId provider) => new("provider-work", provider.Key);

    public static string MarkOf(string provider, string key) => $"{provider}.{key}";

    public override Provider Apply(Provider state, Recorded<ProviderEvent> recorded) => recorded.Event switch
    {
        // Another address is another provider: what it says of itself is heard anew.
        ProviderSet e => state with
        {
            Settings = e.Settings,
            SetAt = recorded.Version,
            Namespace = e.Settings.Address == state.Settings?.Address ? state.Namespace : null,
            Rejected = e.Settings.Address == state.Settings?.Address ? state.Rejected : Provider.Empty.Rejected,
        },
        ProviderReadingBegun => state with
        {
            Reading = recorded.Version,
            BegunAt = recorded.At,
            StepAt = null,
            Left = 0,
            Failure = null,
            Tried = [],
            // What is tried again says anew what stands against it, or is no longer listed.
            Rejected = state.Rejected.RemoveRange(state.Rejected.Values.Where(one => one.Again).Select(one => one.Url).ToArray()),
        },
        ProviderRead e => state with
        {
            Publisher = e.Publisher ?? state.Publisher,
            Namespace = e.Namespace ?? state.Namespace,
            StepAt = recorded.At,
            Left = e.Left,
            Taken = state.Taken + e.Taken,
            Failure = e.Failure,
            Reading = e.Failure is null && e.Left > 0 ? state.Reading : null,
            DoneAt = e.Failure is null && e.Left > 0 ? state.DoneAt : recorded.At,
            Tried = state.Tried.Union(e.Rejected.Where(one => one.Again).Select(one => one.Key)),
            // What was read well since is no longer rejected.
            Rejected = state.Rejected.RemoveRange(state.Rejected.Values.Where(one => e.Read.Any(mark => mark.Key == one.Key)).Select(one => one.Url).ToArray())
                .SetItems(e.Rejected.Select(one => KeyValuePair.Create(one.Url, one with { At = recorded.At }))),
        },
        _ => state,
    };

    public override Effects React(StreamId stream, Provider before, IReadOnlyList<Recorded<ProviderEvent>> events, Provider after) => Reactions.OfProvider(stream, events, after);

    public override IEnumerable<RowChange> Rows(StreamId stream, Provider before, Recorded<ProviderEvent> recorded, Provider after)
    {
        yield return Lines.Put(stream.Key, new(
            after.Settings!, after.Publisher, after.Namespace, after.Reading, after.BegunAt, after.DoneAt, NextOf(after), after.Left, after.Taken, after.Failure, [.. after.Rejected.Values], after.Tried));
        if (recorded.Event is ProviderRead read)
        {
            foreach (var mark in read.Read)
            {
                yield return Marks.Put(MarkOf(stream.Key, mark.Key), mark);
            }
        }
    }

    private static DateTimeOffset? NextOf(Provider state) => state.Settings!.EveryHours is { } hours && state.BegunAt is { } begun ? begun + TimeSpan.FromHours(hours) : null;
}
