using Coordination.Contracts.Incidents;

namespace Coordination.Connectors.Intake;

/// <summary>
/// IntelMQ events have no severity. This is our first guess from what they are called; a person decides later. Nothing is guessed
/// critical, and where the name says nothing about the harm the source's default counts.
/// </summary>
internal static class IntelmqSeverity
{
    /// <summary>The severity of an event.</summary>
    /// <param name="called">The source's own name of the type: ransomware is an infected system, but not one among many.</param>
    /// <param name="type">The RSIT type.</param>
    public static Severity? Of(string called, string type) => (called, type) switch
    {
        ("ransomware", _) => Severity.High,
        (_, "c2-server" or "system-compromise" or "application-compromise" or "privileged-account-compromise" or "burglary" or "sabotage"
            or "unauthorised-information-access" or "unauthorised-information-modification" or "data-leak") => Severity.High,
        (_, "infected-system" or "malware-distribution" or "malware-configuration" or "unprivileged-account-compromise" or "phishing"
            or "masquerade" or "ids-alert" or "exploit" or "brute-force" or "dos" or "ddos" or "outage" or "data-loss" or "sniffing"
            or "social-engineering" or "violence" or "unauthorised-use-of-resources" or "vulnerable-system" or "information-disclosure") => Severity.Medium,
        (_, "scanner" or "spam" or "harmful-speech" or "copyright" or "misconfiguration" or "weak-crypto" or "ddos-amplifier"
            or "potentially-unwanted-accessible" or "test") => Severity.Low,
        _ => null,
    };
}
