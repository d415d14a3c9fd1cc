using Coordination.Contracts;

namespace Coordination.Domain;

/// <summary>What a text from outside must keep to, whatever thing it is for.</summary>
public static class Texts
{
    public static readonly Refusal ReasonMissing = new(RefusalKind.Invalid, "reason.missing", "Say why, in at least three characters.", "reason");

    /// <summary>A refusal when the text is too long or, where <paramref name="missing"/> is given, empty.</summary>
    public static Refusal? Refuse(string field, string? text, int most, Refusal? missing = null)
        => missing is not null && string.IsNullOrWhiteSpace(text) ? missing
            : text?.Length > most ? TooLong(field, most)
            : null;

    public static Refusal? RefuseReason(string? reason)
        => reason is null || reason.Trim().Length < 3 ? ReasonMissing : Refuse("reason", reason, 2_000);

    public static Refusal TooLong(string field, int most)
        => new(RefusalKind.Invalid, "field.too-long", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The {field} may have at most {most:N0} characters."), field);
}
