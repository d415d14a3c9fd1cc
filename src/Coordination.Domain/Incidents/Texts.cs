using Coordination.Contracts;

namespace Coordination.Domain.Incidents;

/// <summary>What a text from outside must keep to.</summary>
public static class Texts
{
    /// <summary>A refusal when the text is too long or, where <paramref name="missing"/> is given, empty.</summary>
    public static Refusal? Refuse(string field, string? text, int most, Refusal? missing = null)
        => missing is not null && string.IsNullOrWhiteSpace(text) ? missing
            : text?.Length > most ? IncidentRefusals.TooLong(field, most)
            : null;

    public static Refusal? RefuseReason(string? reason)
        => reason is null || reason.Trim().Length < 3 ? IncidentRefusals.ReasonMissing : Refuse("reason", reason, 2_000);
}
