using System.Globalization;
using Coordination.Contracts;

namespace Coordination.Connectors.Intake;

/// <summary>Why a line is not taken. The codes are stable.</summary>
internal static class IntakeRefusals
{
    public static readonly Refusal Empty = Of("intake.empty", "The body is empty. Send one JSON object, an array of them, or one object per line.");

    public static readonly Refusal Encoding = Of("intake.encoding", "This is not valid UTF-8. Send JSON as UTF-8.");

    public static readonly Refusal BodyTooLarge = Of("intake.body-too-large", "The body is larger than 10 MB. Send it in several requests.");

    public static readonly Refusal TooDeep = Of("intake.too-deep", "The object is nested deeper than 32 levels.");

    public static readonly Refusal LineTooLarge = Of("intake.line-too-large", "The line is larger than 1 MiB. Leave out what is not needed, for example the raw event.");

    public static Refusal TooManyLines(int limit) => Of(
        "intake.too-many-lines",
        string.Create(CultureInfo.InvariantCulture, $"One request takes at most {limit} lines. This line and those after it were not read: send them in another request."));

    public static Refusal Malformed(string what, long at) => Of(
        "intake.malformed",
        string.Create(CultureInfo.InvariantCulture, $"This is not a JSON object: {what} (at byte {at} of the line)."));

    public static Refusal HalfPair(long at) => Of(
        "intake.encoding",
        string.Create(CultureInfo.InvariantCulture, $"The text at byte {at} of the line escapes half of a surrogate pair. Write both halves."));

    public static Refusal DuplicateKey(string name, long at) => Of(
        "intake.duplicate-key",
        string.Create(CultureInfo.InvariantCulture, $"'{Short(name)}' stands twice in the same object (at byte {at} of the line). Which of the two counts cannot be known: send one."));

    public static Refusal Field(string pointer, string expected) => Of("intake.field", $"{pointer}: {expected}", pointer);

    public static Refusal TooLong(string pointer, int limit) => Of(
        "intake.too-long", string.Create(CultureInfo.InvariantCulture, $"{pointer} is longer than {limit} characters. Shorten it."), pointer);

    public static Refusal Time(string pointer) => Of(
        "intake.time", $"{pointer} is before the year 2000 or more than one day in the future. Check the clock and the time zone of the source.", pointer);

    private static Refusal Of(string code, string detail, string? field = null) => new(RefusalKind.Invalid, code, detail, field);

    private static string Short(string text) => text.Length > 60 ? string.Concat(text.AsSpan(0, 60), "…") : text;
}
