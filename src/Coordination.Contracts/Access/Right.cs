namespace Coordination.Contracts.Access;

/// <summary>Something that one may do. Each route and each method of the hub asks for one; which of the things that it finds someone may see is another question.</summary>
public enum Right
{
    /// <summary>Reads the incidents that one may see, each as far as one may.</summary>
    ReadIncidents,

    /// <summary>Reads cases as those who work on them do: the board, what is nobody's yet, everything of an incident.</summary>
    ReadCases,

    /// <summary>Adds to a case: notes, observables, tasks, classification.</summary>
    AddToCases,

    /// <summary>Works on cases: every other verb, deliveries, parked messages, alerts that are nobody's.</summary>
    WorkOnCases,

    /// <summary>Restricts a case to named people, shares one with others, puts one on legal hold and erases it.</summary>
    LeadCases,

    /// <summary>Reads who has read what.</summary>
    ReadAudit,

    /// <summary>Reads who and what is known: people, institutions, sources, policies, rosters.</summary>
    ReadRegisters,

    /// <summary>Changes who is on call and how it is escalated.</summary>
    ManageDuty,

    /// <summary>Changes institutions and sources.</summary>
    ManageRegisters,

    /// <summary>Changes people and tokens, says what is held on a person and erases one, sets how long things are kept.</summary>
    ManageAccess,

    /// <summary>Reads the advisories that one may see, each as far as one may.</summary>
    ReadAdvisories,

    /// <summary>Writes advisories and chooses whom they go to.</summary>
    DraftAdvisories,

    /// <summary>Reviews, publishes and withdraws advisories.</summary>
    PublishAdvisories,

    /// <summary>Says what an institution did about an advisory: it itself, or an officer for it.</summary>
    AnswerAdvisories,

    /// <summary>Consents to others being told that an institution is affected, refuses or withdraws it: it itself, or an officer for it.</summary>
    AnswerConsents,

    /// <summary>Reads what institutions have: all of them, or of an institution its own.</summary>
    ReadInventories,

    /// <summary>Changes what institutions have: of all, or of an institution its own.</summary>
    ManageInventories,

    /// <summary>Registers partners, changes what may go to them, pauses and resumes the exchange.</summary>
    ManagePartners,

    /// <summary>Shares with partners, asks them and answers them.</summary>
    ShareWithPartners,

    /// <summary>Of a partner: takes what was shared with it, sends, answers and subscribes, by machine.</summary>
    Exchange,

    /// <summary>Manages subscriptions to events: all of them, or of a partner or institution its own.</summary>
    ManageSubscriptions,
}
