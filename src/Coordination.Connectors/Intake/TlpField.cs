using Coordination.Contracts;

namespace Coordination.Connectors.Intake;

/// <summary>Reads the label that a source gives. An unknown one is refused and not guessed: a guess could be too free.</summary>
internal static class TlpField
{
    public static Tlp? Tlp(this FieldReader fields)
    {
        if (fields.Name("tlp") is not { } text)
        {
            return null;
        }

        return TlpLabels.TryRead(text, out var tlp)
            ? tlp
            : fields.Refuse<Tlp?>("tlp", "a TLP 2.0 label is expected: CLEAR, GREEN, AMBER, AMBER+STRICT or RED.");
    }
}
