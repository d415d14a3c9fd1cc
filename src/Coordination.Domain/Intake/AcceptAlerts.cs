using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Intake;

[JsonDerivedType(typeof(AcceptAlerts), "accept-alerts")]
[JsonDerivedType(typeof(EraseAlerts), "erase-alerts")]
public abstract record IntakeCommand : ICommand<IntakeLane, IntakeEvent>
{
    public abstract Decision<IntakeEvent> Decide(IntakeLane state, Context context);
}

/// <summary>A line on its way in: read, fingerprinted, not yet attributed.</summary>
/// <param name="Institution">Whose it is, where that is known before; and <paramref name="AttributedBy"/> what says so.</param>
public sealed record Arrival(AlertId Id, IncomingAlert Alert, byte[] Original, InstitutionId? Institution = null, string? AttributedBy = null);

/// <summary>Accepts the lines of one delivery that belong to one lane. A line seen before is counted; that it is over is said of what was seen before, and of nothing else.</summary>
public sealed record AcceptAlerts(SourceId Source, IReadOnlyList<Arrival> Arrivals) : IntakeCommand
{
    public override Decision<IntakeEvent> Decide(IntakeLane state, Context context)
    {
        if (context.Lookups.Find(new SourceById(Source)) is not { } source)
        {
            return SourceRefusals.Unknown;
        }

        var known = context.Lookups.Find(AlertsAmong.Of(this))!.Alerts;
        var indicators = Source == IndicatorSightings.Source ? null : context.Lookups.Find(new IndicatorsInAlerts(Arrivals));
        var recent = state.Recent;
        var events = new List<IntakeEvent>(Arrivals.Count);
        var repeats = new Dictionary<AlertId, AlertRepeated>();
        foreach (var arrival in Arrivals)
        {
            if (arrival.Alert.Resolved)
            {
                if (recent.Contains(arrival.Id) || known.Contains(arrival.Id))
                {
                    events.Add(new AlertResolved(arrival.Id));
                }

                continue;
            }

            var attribution = arrival.Institution is not null ? new(arrival.Institution, arrival.AttributedBy ?? "its source") : context.Lookups.Find(WhoseIs.Of(arrival.Alert))!;
            var alert = new AlertRecord
            {
                Id = arrival.Id,
                Source = Source,
                Line = arrival.Alert,
                Severity = arrival.Alert.Severity ?? source.DefaultSeverity,
                ReceivedAt = context.Now,
                Institution = attribution.Institution,
                AttributedBy = attribution.By,
                WindowHours = source.WindowHours,
                DefaultTlp = source.DefaultTlp,
                Indicators = indicators?.Of(arrival.Id),
            };
            if (recent.Contains(alert.Id) || known.Contains(alert.Id))
            {
                repeats[alert.Id] = new(alert.Id, (repeats.GetValueOrDefault(alert.Id)?.Count ?? 0) + 1, alert);
                continue;
            }

            recent = recent.Add(alert.Id);
            events.Add(new AlertReceived(alert, Convert.ToHexStringLower(SHA256.HashData(arrival.Original))));
        }

        events.AddRange(repeats.Values);
        return Decision<IntakeEvent>.Of(events);
    }
}

/// <summary>Which of these alerts have been accepted before. The ids stand in one text, so that equal questions are equal.</summary>
public sealed record AlertsAmong(string Ids) : Lookup<KnownAlerts>
{
    public static AlertsAmong Of(AcceptAlerts command) => new(string.Join(' ', command.Arrivals.Select(arrival => arrival.Id.Value).Distinct()));
}

/// <summary>Alerts that have been accepted before.</summary>
public sealed record KnownAlerts(IReadOnlySet<AlertId> Alerts);

/// <summary>Whose it is, by the constituency as it stands.</summary>
public sealed record WhoseIs(Whereabouts Where) : Lookup<Attribution>
{
    public static WhoseIs Of(IncomingAlert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return new(new Whereabouts(
            alert.SourceIp,
            alert.SourceNetwork,
            alert.SourceFqdn,
            alert.SourceUrl is { } url && Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.IdnHost.Trim('[', ']') : null,
            alert.SourceAccount is { } account && account.LastIndexOf('@') is >= 0 and var at ? account[(at + 1)..] : null,
            alert.SourceAsn));
    }
}
