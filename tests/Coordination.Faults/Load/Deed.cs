namespace Coordination.Faults.Load;

/// <summary>What the load asks for.</summary>
internal enum Verb
{
    Deliver,
    Acknowledge,
    Assign,
    SetSeverity,
    Note,
    Close,
    Reopen,
}

/// <summary>What a client knows of what it asked for.</summary>
internal enum Known
{
    /// <summary>No answer: it may have been done or not.</summary>
    Unknown,
    Ok,

    /// <summary>Refused by a rule: nothing of it may be found anywhere.</summary>
    Refused,
}

/// <summary>One answer.</summary>
/// <param name="Version">Of the thing after it, where it was done.</param>
/// <param name="Code">Why it was refused.</param>
/// <param name="Alerts">For a delivery: under which id each line stands.</param>
internal sealed record Answered(Known Known, long Version, string Code, IReadOnlyList<string> Alerts);

/// <summary>One operation of the load under one Idempotency-Key, and what was answered. Written by its client alone, read once the load has stopped.</summary>
internal sealed class Deed
{
    public required Verb Verb { get; init; }
    public required string Key { get; init; }

    /// <summary>Who asked, as the journal names them.</summary>
    public required string Actor { get; init; }

    /// <summary>The incident.</summary>
    public string Target { get; init; } = "";

    /// <summary>For a note: its text, which no other has.</summary>
    public string Text { get; init; } = "";

    /// <summary>For a delivery: the mark of each line.</summary>
    public IReadOnlyList<string> Marks { get; init; } = [];
    public required DateTimeOffset AskedAt { get; init; }
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>The first answer, or that there was none.</summary>
    public Answered First { get; private set; } = new(Known.Unknown, 0, "", []);

    /// <summary>What was answered when it was asked for again.</summary>
    public List<Answered> Again { get; } = [];

    /// <summary>How often the client's own attempts had all come to nothing, so that a person would have seen an error.</summary>
    public int Failures { get; set; }

    public void Answer(Answered answer, DateTimeOffset now)
    {
        if (AnsweredAt is null)
        {
            (First, AnsweredAt) = (answer, now);
        }
        else
        {
            Again.Add(answer);
        }
    }
}
