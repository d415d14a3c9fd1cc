using Coordination.Contracts.Access;
using Coordination.Contracts.Exchange;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>A request to or from a partner, as decisions need it. People call it a request; here that is what a body of HTTP is called already.</summary>
public sealed record Enquiry
{
    public static readonly Enquiry Empty = new();

    public EnquiryOpened? Asked { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public EnquiryStatus Status { get; init; }

    /// <summary>Who of us has it.</summary>
    public PersonId? Owner { get; init; }

    /// <summary>How many messages there are, the question included.</summary>
    public int Messages { get; init; }
    public DateTimeOffset? Due { get; init; }

    /// <summary>From when on the answer is due soon.</summary>
    public DateTimeOffset? SoonAt { get; init; }

    /// <summary>The version at which this due time was set; null where no answer is waited for by any time.</summary>
    public long? DueSince { get; init; }

    /// <summary>Whose turn it is.</summary>
    public EnquirySide? WaitsFor { get; init; }

    /// <summary>The version at which it became theirs; null where nobody is waited for.</summary>
    public long? WaitingSince { get; init; }
    public string? Outcome { get; init; }

    public bool Exists => Asked is not null;

    public bool Ended => Status is EnquiryStatus.Closed or EnquiryStatus.Withdrawn;

    /// <summary>The side that asked.</summary>
    public EnquirySide Asking => Asked?.Direction == EnquiryDirection.FromPartner ? EnquirySide.Theirs : EnquirySide.Ours;

    /// <summary>From when on an answer counts as due soon: a quarter of the time before, at most a day.</summary>
    public static DateTimeOffset SoonBefore(DateTimeOffset due, DateTimeOffset from)
        => due - TimeSpan.FromTicks(Math.Min(TimeSpan.TicksPerDay, Math.Max(0, (due - from).Ticks / 4)));

    public Enquiry Apply(Recorded<EnquiryEvent> recorded) => recorded.Event switch
    {
        EnquiryOpened e => new Enquiry { Asked = e, OpenedAt = recorded.At, Messages = 1, Owner = e.Direction == EnquiryDirection.ToPartner ? recorded.Actor.AsPerson : null }
            .By(e.Due, recorded).Turn(e.Direction == EnquiryDirection.ToPartner ? EnquirySide.Theirs : EnquirySide.Ours, recorded.Version),
        EnquiryWritten e => Written(e, recorded),
        EnquiryTaken e => (WaitsFor == EnquirySide.Ours ? Turn(null, 0) : this) with { Owner = e.By },
        EnquiryClosed e => Turn(null, 0) with { Status = EnquiryStatus.Closed, Outcome = e.Outcome, DueSince = null },
        EnquiryWithdrawn e => Turn(null, 0) with { Status = EnquiryStatus.Withdrawn, Outcome = e.Reason, DueSince = null },
        // What someone of us had taken and not answered in time is theirs to look at once more.
        EnquiryOverdue when Asking == EnquirySide.Theirs && WaitsFor is null => Turn(EnquirySide.Ours, recorded.Version),
        _ => this,
    };

    private Enquiry Written(EnquiryWritten e, Recorded<EnquiryEvent> recorded)
    {
        var next = this with { Messages = e.Number, Owner = Owner ?? (e.Side == EnquirySide.Ours ? recorded.Actor.AsPerson : null) };
        if (e.Side != Asking)
        {
            next = next with { Status = EnquiryStatus.Answered, DueSince = null };
        }
        else if (e.Due is not null)
        {
            next = next.By(e.Due, recorded) with { Status = EnquiryStatus.Open };
        }

        return e.Side == EnquirySide.Theirs
            // Where it waits for us already, whoever is told of that is told of this.
            ? WaitsFor == EnquirySide.Ours ? next : next.Turn(EnquirySide.Ours, recorded.Version)
            : Asking == EnquirySide.Ours && e.Due is not null ? next.Turn(EnquirySide.Theirs, recorded.Version)
            : WaitsFor == EnquirySide.Ours ? next.Turn(null, 0)
            : next;
    }

    private Enquiry By(DateTimeOffset? due, Recorded<EnquiryEvent> recorded)
        => this with { Due = due, SoonAt = due is { } by ? SoonBefore(by, recorded.At) : null, DueSince = due is null ? null : recorded.Version };

    private Enquiry Turn(EnquirySide? side, long version) => this with { WaitsFor = side, WaitingSince = side is null ? null : version };
}
