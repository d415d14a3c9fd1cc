using System.Text;
using System.Text.Json;
using Coordination.Connectors.Misp;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Domain.Intake;

namespace Coordination.Connectors.Intake;

/// <summary>
/// Events of MISP's core format: one, or what a search answers (<c>response</c>). An event is a line with the facts of all its attributes, known by its UUID, so that the same event again is a repetition. Where
/// it belongs is asked of what nobody is to look for (what was hit) before what they are. An attribute that cannot be believed is a refused line and costs the event nothing.
/// </summary>
public sealed class MispFormat : IIntakeFormat
{
    private const int TitleLimit = 500;

    /// <summary>As many as an incident holds.</summary>
    private const int MostFacts = 500;

    /// <summary>So many bad attributes are named.</summary>
    private const int MostRefused = 100;

    /// <inheritdoc />
    public SourceFormat Format => SourceFormat.Misp;

    /// <inheritdoc />
    public int? MaxDocumentBytes => IntakeLines.MaxBodyBytes;

    /// <inheritdoc />
    public IReadOnlyList<DocumentLine>? ReadAll(JsonElement document, DateTimeOffset receivedAt)
        => document.TryGetProperty("response", out var response) && response.ValueKind == JsonValueKind.Array
            ? Answered(response, receivedAt)
            : [.. Lines(document, receivedAt)];

    /// <inheritdoc />
    public IncomingAlert? Read(JsonElement line, DateTimeOffset receivedAt, out Refusal? refusal)
    {
        var only = Lines(line, receivedAt).First();
        refusal = only.Refusal;
        return only.Alert;
    }

    /// <summary>Each event has its line; bad attributes are named as far as there is room beside them.</summary>
    private static List<DocumentLine> Answered(JsonElement response, DateTimeOffset receivedAt)
    {
        var lines = new List<DocumentLine>();
        var room = IntakeLines.MaxLines - Math.Min(IntakeLines.MaxLines, response.GetArrayLength());
        DocumentLine? left = null;
        foreach (var one in response.EnumerateArray().Take(IntakeLines.MaxLines))
        {
            DocumentLine[] read = [.. Lines(one, receivedAt)];
            var named = Math.Min(room, read.Length - 1);
            lines.AddRange(read.Take(1 + named));
            room -= named;
            left ??= read.ElementAtOrDefault(1 + named);
        }

        if (left is not null || response.GetArrayLength() > IntakeLines.MaxLines)
        {
            var original = left?.Original ?? Encoding.UTF8.GetBytes(response[IntakeLines.MaxLines].GetRawText());
            lines.Add(new(original, null, IntakeRefusals.TooManyLines(IntakeLines.MaxLines)));
        }

        return lines;
    }

    private static IEnumerable<DocumentLine> Lines(JsonElement document, DateTimeOffset receivedAt)
    {
        var raw = Encoding.UTF8.GetBytes(document.GetRawText());
        var read = MispReader.Read(raw, IntakeLines.MaxBodyBytes);
        if (read.Event is not { } found)
        {
            return [new(raw, null, new(RefusalKind.Invalid, $"intake.{read.Refused!.Code}", $"{(read.Refused.Path.Length > 0 ? $"{read.Refused.Path}: " : "")}{read.Refused.Text}", read.Refused.Path))];
        }

        var day = new DateTimeOffset(found.Date, TimeOnly.MinValue, TimeSpan.Zero);
        return day.Year < 2000 || day > receivedAt.AddDays(1)
            ? [new(raw, null, IntakeRefusals.Time("/Event/date"))]
            : read.Quarantined.Take(MostRefused)
                .Select(one => new DocumentLine(Encoding.UTF8.GetBytes(one.Body.GetRawText()), null, new(RefusalKind.Invalid, $"intake.{one.Why.Code}", $"{one.Why.Path}: {one.Why.Text}", one.Why.Path)))
                .Prepend(new(raw, Alert(found, day), null));
    }

    private static IncomingAlert Alert(MispEvent found, DateTimeOffset day)
    {
        MispAttribute[] good = [.. found.Attributes.Where(attribute => !attribute.Deleted)];
        // The strictest part decides: a container is at least as strict.
        var label = good.Select(attribute => attribute.Tlp).Append(found.Tlp).Max();
        Observable[] facts = [.. good.OrderBy(attribute => attribute.ToIds).SelectMany(attribute => attribute.Observables).Distinct().Take(MostFacts)];
        var alert = new IncomingAlert
        {
            Title = OneLine.Of(found.Info, TitleLimit) is { Length: > 0 } title ? title : $"MISP event {found.Uuid:D}",
            Classification = found.Classifications is [var type, ..] ? type.Name : "undetermined",
            Identifier = $"misp-{found.Uuid:D}",
            Feed = found.Creator is { Length: > 0 } creator ? OneLine.Of(creator, 200) : null,
            Severity = found.ThreatLevel switch { 1 => Severity.High, 2 => Severity.Medium, 3 => Severity.Low, _ => null },
            // Without a label of its own the source's default counts, unless the event was for its own organisation alone.
            Tlp = found.TlpIsDefault && label <= Tlp.Amber ? null : label,
            OccurredAt = day,
            Observables = facts,
        };
        return facts.FirstOrDefault(fact => fact.Kind is ObservableKind.Ipv4Addr or ObservableKind.Ipv6Addr or ObservableKind.DomainName or ObservableKind.Url or ObservableKind.EmailAddr) switch
        {
            { Kind: ObservableKind.DomainName } fact => alert with { SourceFqdn = fact.Value },
            { Kind: ObservableKind.Url } fact => alert with { SourceUrl = fact.Value },
            { Kind: ObservableKind.EmailAddr } fact => alert with { SourceAccount = fact.Value },
            { } fact => alert with { SourceIp = fact.Value },
            null => alert,
        };
    }
}
