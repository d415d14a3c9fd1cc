using System.Globalization;
using System.Text.Json;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Domain;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Host.Access;
using Coordination.Host.Http;
using Coordination.Host.Live;

namespace Coordination.Host.Audit;

/// <summary>Searches the journal for auditors and says in words what it finds.</summary>
internal sealed class AuditSearches(IJournalHistory history, IRows rows, AuditedIncidents incidents, Need need, Views views, Live.Directory directory)
{
    private static readonly HashSet<string> Kinds = [.. Domain.Kinds.All.Select(kind => kind.Name)];
    private static readonly HashSet<string> Events = [.. Domain.Kinds.All.SelectMany(kind => kind.EventTypes)];

    public async Task<AuditPage> FindAsync(Caller caller, AuditSearch search, CancellationToken cancellationToken)
    {
        var page = await history.FindAsync(
            new()
            {
                From = search.From,
                To = search.To,
                Actors = search.Who is { } who ? await ActorsAsync(who.Trim(), cancellationToken) : null,
                Kind = Known(search.Kind, Kinds, "kind", "There is no such kind of thing"),
                Type = Known(search.Event, Events, "event", "There is no such event"),
                Streams = search.Incident is { } incident ? await StreamsAsync(caller, incident.Trim(), cancellationToken) : null,
                Before = Cursor(search.Cursor),
                Limit = Lists.Limit(search.Limit),
            },
            cancellationToken);
        var (events, lines) = await incidents.ReadAsync(page.Events, cancellationToken);
        page = page with { Events = events };
        await incidents.KeepAsync(caller, page.Events.Where(one => one.Body is not null).SelectMany(one => lines.GetValueOrDefault((one.Stream, one.Version)) ?? []), cancellationToken);
        var names = await views.PeopleAsync(page.Events.Select(one => one.Actor.Value), cancellationToken);
        var words = await WordsAsync(page.Events, cancellationToken);
        return new(
            [.. page.Events.Select((one, index) => Show(one, names[one.Actor.Value].Name, lines.GetValueOrDefault((one.Stream, one.Version))?[0], words[index]))],
            page.Next?.ToString(CultureInfo.InvariantCulture),
            page.ReachedAt);
    }

    private static AuditEvent Show(HistoryEvent one, string by, Row<Domain.Incidents.IncidentRow>? incident, string words)
        => new(
            $"{one.Stream}@{one.Version.ToString(CultureInfo.InvariantCulture)}", one.At, by, one.Actor.Value, one.Stream.Kind, one.Stream.Key, one.Version, incident?.Value.Number, incident?.Value.Tlp, one.Type, words,
            one.Cause, one.Exercise, one.Body is { } body ? JsonSerializer.Deserialize<JsonElement>(body.Span) : null, one.Hash);

    /// <summary>As the timeline says it; what stands in no timeline is said by the event's name.</summary>
    private async Task<IReadOnlyList<string>> WordsAsync(IReadOnlyList<HistoryEvent> events, CancellationToken cancellationToken)
    {
        var told = (await rows.FindManyAsync(Timeline.Table, [.. events.Select(IdInTimeline)], cancellationToken)).ToDictionary(row => row.Id, row => row.Value.Text, StringComparer.Ordinal);
        return await directory.FillAsync([.. events.Select(one => (one.Body is null ? null : told.GetValueOrDefault(IdInTimeline(one))) ?? Spoken(one))], cancellationToken);
    }

    private static string IdInTimeline(HistoryEvent one) => string.Create(CultureInfo.InvariantCulture, $"{one.Stream}@{one.Version:D8}");

    private static string Spoken(HistoryEvent one)
    {
        var name = one.Type.Replace('-', ' ');
        var of = one.Stream.Kind is "person" or "institution" ? $": {{{one.Stream}}}" : "";
        return $"{char.ToUpperInvariant(name[0])}{name[1..]}{of}{(one.Body is null ? " (erased)" : "")}";
    }

    /// <summary>Whoever is meant: as the journal names them, or people and tokens by a part of their name.</summary>
    private async Task<IReadOnlyCollection<string>> ActorsAsync(string who, CancellationToken cancellationToken)
    {
        if (who == Actor.System.Value || who.Contains('/', StringComparison.Ordinal))
        {
            return [who];
        }

        var people = await rows.ListAsync(PersonKind.Table, new RowQuery(Limit: 10_000), cancellationToken);
        var tokens = await rows.ListAsync(TokenKind.Table, new RowQuery(Limit: 10_000), cancellationToken);
        string[] actors =
        [
            .. people.Rows.Where(row => row.Id == who || Has(row.Value.Name, who) || Has(row.Value.Mail, who)).Select(row => $"person/{row.Id}"),
            .. tokens.Rows.Where(row => row.Id == who || Has(row.Value.Name, who)).Select(row => Actor.Token(TokenId.Of(row.Id)).Value),
        ];
        return actors.Length > 0 ? actors.ToHashSet(StringComparer.Ordinal) : throw Refused("audit.who-unknown", "No person and no token is called so. Give a part of a name, a mail address, or as the journal has it: system, source/…", "who");
    }

    private async Task<IReadOnlyList<StreamId>> StreamsAsync(Caller caller, string incident, CancellationToken cancellationToken)
        => await need.IncidentAsync(caller.Viewer, incident, cancellationToken) is { } line
            ? [line.Stream, .. await incidents.ToldByAsync(line.Id, cancellationToken)]
            : throw Refused("audit.incident-unknown", "There is no such incident. Give its number or identifier.", "incident");

    private static string? Known(string? asked, HashSet<string> known, string field, string sentence)
        => asked is null || known.Contains(asked) ? asked : throw Refused($"audit.{field}-unknown", $"{sentence}: {string.Join(", ", known.Order(StringComparer.Ordinal))}.", field);

    private static long? Cursor(string? cursor)
        => cursor is null ? null
            : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position
            : throw Refused("request.cursor-invalid", "The cursor is not one of this list. Begin without one.", "cursor");

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static RequestRefusedException Refused(string code, string detail, string field) => new(StatusCodes.Status400BadRequest, code, detail, field);
}
