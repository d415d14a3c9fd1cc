using System.Text;
using System.Text.RegularExpressions;
using Coordination.Contracts;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Coordination.Connectors.Rules;

/// <summary>Whether a file that is called a detection rule can be one. It says what is plainly wrong with it, so that no recipient finds out; whether the rule finds anything is another question.</summary>
public static partial class DetectionRules
{
    /// <summary>No file of rules is larger, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const int Deepest = 100;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether a file of this name is judged.</summary>
    public static bool Judges(string name) => IsSigma(name) || IsYara(name);

    /// <summary>What is plainly wrong; null where nothing is, or the name is not that of a rule.</summary>
    public static Refusal? Wrong(string name, ReadOnlySpan<byte> bytes)
    {
        if (!Judges(name))
        {
            return null;
        }

        if (bytes.Length > MaxBytes)
        {
            return TooLarge;
        }

        string text;
        try
        {
            text = Strict.GetString(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            return Of("The rule is not UTF-8. Save it as UTF-8.");
        }

        return text.Contains('\0', StringComparison.Ordinal) ? Of("The rule holds a null character. Save it as plain text.") : IsSigma(name) ? WrongSigma(text) : WrongYara(text);
    }

    /// <summary>It is larger than any file of rules.</summary>
    public static Refusal TooLarge { get; } = Of("A file of detection rules has at most 1 MiB. Divide it.");

    private static bool IsSigma(string name) => name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase);

    private static bool IsYara(string name) => name.EndsWith(".yar", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yara", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads event by event: nothing is built, so neither depth nor references cost anything.</summary>
    private static Refusal? WrongSigma(string text)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            var parser = new Parser(new StringReader(text));
            // At the top of a mapping names and values take turns.
            var (depth, nodes) = (0, 0);
            while (parser.MoveNext())
            {
                var here = parser.Current!;
                if (here is DocumentStart)
                {
                    (depth, nodes) = (0, 0);
                }

                if (depth == 0 && here is (Scalar or SequenceStart or AnchorAlias))
                {
                    return Of("A Sigma rule is a YAML mapping with title, logsource and detection. This is something else.");
                }

                if (depth == 1 && here is (Scalar or MappingStart or SequenceStart or AnchorAlias) && nodes++ % 2 == 0 && here is Scalar { Value: var name })
                {
                    names.Add(name);
                }

                depth += here switch
                {
                    MappingStart or SequenceStart => 1,
                    MappingEnd or SequenceEnd => -1,
                    _ => 0,
                };
                if (depth > Deepest)
                {
                    return Of("Mappings and lists stand deeper within one another than a Sigma rule has them.");
                }
            }
        }
        catch (YamlException failure)
        {
            return Of($"This is not valid YAML: line {failure.Start.Line}, column {failure.Start.Column}.");
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException)
        {
            // The library says so of some texts instead of saying where.
            return Of("This is not valid YAML.");
        }

        string[] needed = names.Contains("correlation") ? ["title"] : ["title", "logsource", "detection"];
        return needed.FirstOrDefault(name => !names.Contains(name)) is { } missing ? Of($"A Sigma rule has title, logsource and detection at the top. {missing} is missing.") : null;
    }

    private static Refusal? WrongYara(string text)
        => YaraPattern().IsMatch(text) ? null : Of("A YARA rule begins as rule NAME {, has a condition: and ends with }. Something of that is missing.");

    private static Refusal Of(string detail) => new(RefusalKind.Invalid, "attachment.rule-invalid", detail);

    [GeneratedRegex(@"\brule\s+[A-Za-z_][A-Za-z0-9_]{0,127}\s*(:[^{]*)?\{[\s\S]*\bcondition\s*:[\s\S]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex YaraPattern();
}
