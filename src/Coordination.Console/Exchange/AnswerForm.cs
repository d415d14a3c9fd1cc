using Coordination.Contracts;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;

namespace Coordination.Console.Exchange;

/// <summary>The object of a partner that is answered.</summary>
/// <param name="Id">Its STIX id.</param>
/// <param name="Name">What it is called or says.</param>
public sealed record AnswerSubject(PartnerId Partner, string PartnerName, string Id, string? Name, Tlp Label)
{
    public string Type => Id.Split("--")[0];

    /// <summary>Only an indicator is something that can be seen.</summary>
    public bool CanBeSeen => Type == "indicator";

    /// <summary>What a partner says about an incident; null where it cannot be answered as an object.</summary>
    public static AnswerSubject? Of(IncidentNote note)
        => note is { Partner: { } partner, ObjectId: { } id } ? new(partner.Id, partner.Name, id, note.Text, note.Tlp) : null;
}

/// <summary>An answer to what a partner gave, while it is written.</summary>
public sealed class AnswerForm
{
    public static readonly string[] Paths = ["text", "label", "seen"];

    public string Text { get; set; } = "";

    /// <summary>Under which it leaves; null: it is still to be chosen.</summary>
    public Tlp? Label { get; set; }

    public bool IsSeen { get; set; }

    /// <summary>In the officer's own time, as the rest of it.</summary>
    public DateTime First { get; set; }

    public DateTime Last { get; set; }

    public int Count { get; set; } = 1;

    /// <summary>An answer is labelled as what it answers.</summary>
    public static AnswerForm To(AnswerSubject subject, DateTimeOffset now)
    {
        var local = now.ToLocalTime().DateTime;
        var minute = local.AddTicks(-(local.Ticks % TimeSpan.TicksPerMinute));
        return new() { Label = subject.Label, First = minute, Last = minute };
    }

    /// <summary>Where that label cannot leave, the officer chooses one: a weaker one is not ours to guess.</summary>
    public void Within(Tlp ceiling) => Label = Label is { } label && MayLeave(label, ceiling) ? label : null;

    public static bool MayLeave(Tlp label, Tlp ceiling) => label < Tlp.Red && label <= ceiling;

    /// <summary>What is missing; null if it can be sent.</summary>
    public Problem? Missing()
        => string.IsNullOrWhiteSpace(Text) ? new Problem { Field = "text", Detail = "Say something: an empty answer tells the partner nothing." }
            : Label is null ? new Problem { Field = "label", Detail = "Choose under which label it leaves." }
            : null;

    public AnswerObjectRequest Request() => new()
    {
        Text = Text.Trim(),
        Label = Label!.Value,
        Seen = IsSeen ? new(new DateTimeOffset(First), new DateTimeOffset(Last), Count) : null,
    };

    /// <summary>A refusal of the label names the partner, which here is given: it is shown at the label.</summary>
    public static Problem? AtItsField(Problem? refused)
        => refused?.Code is "sharing.above-ceiling" or "sharing.red" ? refused with { Field = "label" } : refused;
}
