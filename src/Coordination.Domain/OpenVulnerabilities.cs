using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Intake;

namespace Coordination.Domain;

/// <summary>The vulnerabilities that an alert shows open: those it names, where it is about something vulnerable. An attempt to exploit one shows nothing of the kind.</summary>
public static class OpenVulnerabilities
{
    public static IEnumerable<string> Of(IncomingAlert line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return Rsit.TryRead(line.Classification, out var type) && type.Class.Name == "vulnerable" && !line.Exercise
            ? ProductNames.CvesIn($"{line.Title}\n{line.Identifier}")
            : [];
    }
}
