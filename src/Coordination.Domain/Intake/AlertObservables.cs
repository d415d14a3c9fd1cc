using Coordination.Contracts.Incidents;
using Coordination.Domain.Intake.Normal;

namespace Coordination.Domain.Intake;

/// <summary>The technical facts of an alert, in their normal form.</summary>
public static class AlertObservables
{
    public static IEnumerable<Observable> Of(IncomingAlert line)
    {
        ArgumentNullException.ThrowIfNull(line);
        foreach (var text in new[] { line.SourceIp, line.SourceFqdn, line.SourceUrl, line.SourceAccount, line.DestinationIp, line.DestinationFqdn })
        {
            if (text is not null && ObservableText.TryRead(text, out var observable) && observable.Kind != ObservableKind.Text)
            {
                yield return observable;
            }
        }

        if (line.SourceAsn is { } number)
        {
            yield return new(ObservableKind.AutonomousSystem, $"AS{number}");
        }

        foreach (var more in line.Observables ?? [])
        {
            yield return more;
        }
    }
}
