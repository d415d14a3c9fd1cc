using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Coordination.Connectors;
using Coordination.Connectors.Csaf;
using Coordination.Contracts.Advisories;
using Coordination.Domain;
using Coordination.Domain.Advisories;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;

namespace Coordination.Host.Advisories;

/// <summary>
/// Reads providers of CSAF documents, a step at a time and never inside a grain. A document that is bad costs the others nothing; what was read is marked with the step, so whoever is killed
/// loses one step, and a document that is brought twice is known.
/// </summary>
internal sealed class ProviderPump(ProviderReader reader, CsafIntake intake, IRows rows, Patience patience, TimeProvider clock) : IMessageHandler, IDisposable
{
    private const int MostOfAStep = 200;
    private const int MarksAtOnce = 500;
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(60);

    /// <summary>Documents may be large; two readings at a time are enough.</summary>
    private readonly SemaphoreSlim _places = new(2);

    /// <summary>What each provider listed, for the next step of the same reading; only a memory.</summary>
    private readonly ConcurrentDictionary<string, Listed> _listed = new(StringComparer.Ordinal);

    public bool Takes(StreamId target) => target.Kind == "provider-work";

    public bool TalksOutside => true;

    public async Task HandleAsync(StreamId target, IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            foreach (var message in messages)
            {
                var order = DomainJson.Read<ReadOrder>(message.Body.Span);
                var row = await rows.FindAsync(ProviderKind.Lines, target.Key, cancellationToken);
                var step = row is { } line && line.Value.Reading == order.Reading
                    ? await StepAsync(target.Key, line.Value, order.Reading, cancellationToken)
                    : new ProviderRead(null, null, [], 0, [], 0, null);
                await patience.AskAsync(
                    ProviderKind.Stream(ProviderId.Of(target.Key)),
                    new Operation
                    {
                        Actor = Actor.System.Value,
                        Command = DomainJson.Write<ProviderCommand>(new RecordProviderRead(order.Reading, step)),
                        Answers = [new(message.Id, message.Key, [])],
                        ParkOnRefusal = true,
                    },
                    cancellationToken);
            }
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task<ProviderRead> StepAsync(string provider, ProviderRow line, long reading, CancellationToken cancellationToken)
    {
        var contents = await ContentsAsync(provider, line, reading, cancellationToken);
        if (contents.Failure is { } failure)
        {
            return new(contents.Metadata?.Publisher, null, [], 0, [], 0, failure);
        }

        var (publisher, space) = (contents.Metadata!.Publisher, contents.Metadata.Namespace);
        if (line.Namespace is { } first && first != space)
        {
            // Decided where it is recorded; nothing is taken from who is somebody else now.
            return new(publisher, space, [], 0, [], 0, null);
        }

        var unread = await UnreadAsync(provider, line, contents.Documents, reading, cancellationToken);
        var (marks, rejected, taken, begun) = (new List<DocumentMark>(), new List<RejectedDocument>(), 0, clock.GetTimestamp());
        foreach (var (listed, key) in unread.Take(MostOfAStep))
        {
            if (clock.GetElapsedTime(begun) > LongestStep)
            {
                break;
            }

            var (isNew, wrong) = await TriedAsync(listed, key, contents.Keys, line.Settings.Draft, space, cancellationToken);
            taken += isNew ? 1 : 0;
            if (wrong is not null)
            {
                rejected.Add(wrong);
            }

            if (wrong is not { Again: true })
            {
                marks.Add(new(key, MarkOf(listed, reading)));
            }
        }

        var left = unread.Count - marks.Count - rejected.Count(one => one.Again);
        if (left == 0)
        {
            _listed.TryRemove(provider, out _);
        }

        return new(publisher, space, marks, taken, rejected, left, null);
    }

    /// <summary>What it lists, once for each reading. Whatever a provider writes that nothing here foresaw ends this reading, with the reason.</summary>
    private async Task<ProviderContents> ContentsAsync(string provider, ProviderRow line, long reading, CancellationToken cancellationToken)
    {
        if (_listed.TryGetValue(provider, out var last) && last.Reading == reading)
        {
            return last.Contents;
        }

        try
        {
            var contents = await reader.ListAsync(new Uri(line.Settings.Address), cancellationToken);
            if (contents.Failure is null)
            {
                _listed[provider] = new(reading, contents);
            }

            return contents;
        }
        catch (Exception failure) when (IsOfTheProvider(failure))
        {
            return new(null, [], [], $"What the provider lists could not be read: {OneLine.Of(failure.Message, 300)}");
        }
    }

    /// <summary>One document that nothing here foresaw costs the others nothing.</summary>
    private async Task<(bool IsNew, RejectedDocument? Wrong)> TriedAsync(ListedDocument listed, string key, IReadOnlyList<byte[]> keys, bool draft, string space, CancellationToken cancellationToken)
    {
        try
        {
            return await TakeAsync(listed, key, keys, draft, space, cancellationToken);
        }
        catch (Exception failure) when (IsOfTheProvider(failure))
        {
            return (false, new(listed.Url.AbsoluteUri, key, "csaf-failed", $"It could not be read here: {OneLine.Of(failure.Message, 300)}", Again: true));
        }
    }

    /// <summary>Not of this system: what passes by itself makes the step come again.</summary>
    private static bool IsOfTheProvider(Exception failure) => failure is not (NoAnswerException or OutOfMemoryException) && !Passing.Is(failure);

    /// <summary>A listing without dates never says that something has changed: such a mark is good for one reading.</summary>
    private static string MarkOf(ListedDocument listed, long reading) => listed.Mark.Length > 0 ? listed.Mark : string.Create(CultureInfo.InvariantCulture, $"reading {reading}");

    private async Task<(bool IsNew, RejectedDocument? Wrong)> TakeAsync(ListedDocument listed, string key, IReadOnlyList<byte[]> keys, bool draft, string space, CancellationToken cancellationToken)
    {
        var fetched = await reader.ReadAsync(listed, keys, cancellationToken);
        if (fetched.Bytes is not { } bytes)
        {
            return (false, new(listed.Url.AbsoluteUri, key, fetched.Code, fetched.Reason, fetched.Again));
        }

        var origin = listed.Url.AbsoluteUri is { Length: > 500 } far ? far[..500] : listed.Url.AbsoluteUri;
        var taken = await intake.TakeAsync(bytes, origin, draft, Actor.System, space, cancellationToken);
        return taken.Receipt switch
        {
            null => (false, new(listed.Url.AbsoluteUri, key, taken.Code, taken.Field is { } field ? $"{taken.Reason} ({field})" : taken.Reason)),
            { Status: CsafReceiptStatus.Quarantined } receipt => (false, new(listed.Url.AbsoluteUri, key, "csaf-same-version", receipt.Reason!)),
            var receipt => (receipt.Status is CsafReceiptStatus.Accepted or CsafReceiptStatus.Newer, null),
        };
    }

    /// <summary>What is listed, recent enough, and not marked as read in the state that is listed; nor was it tried in vain in this reading.</summary>
    private async Task<List<(ListedDocument Listed, string Key)>> UnreadAsync(string provider, ProviderRow line, IReadOnlyList<ListedDocument> documents, long reading, CancellationToken cancellationToken)
    {
        var tried = line.Tried.ToHashSet(StringComparer.Ordinal);
        var since = line.Settings.Since is { } day ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) : DateTimeOffset.MinValue;
        var unread = new List<(ListedDocument, string)>();
        foreach (var chunk in documents.Where(one => one.ChangedAt is not { } changed || changed >= since).Select(one => (Listed: one, Key: KeyOf(one.Url))).Where(one => !tried.Contains(one.Key)).Chunk(MarksAtOnce))
        {
            var marks = (await rows.FindManyAsync(ProviderKind.Marks, [.. chunk.Select(one => ProviderKind.MarkOf(provider, one.Key))], cancellationToken)).ToDictionary(row => row.Value.Key, row => row.Value.Mark, StringComparer.Ordinal);
            unread.AddRange(chunk.Where(one => !marks.TryGetValue(one.Key, out var mark) || mark != MarkOf(one.Listed, reading)));
        }

        return unread;
    }

    private sealed record Listed(long Reading, ProviderContents Contents);

    private static string KeyOf(Uri url) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url.AbsoluteUri)))[..32];
}
