namespace Coordination.Contracts.Access;

/// <summary>What someone is here. What each may do is a table: <c>Coordination.Domain.Access.Rights</c>.</summary>
public enum Role
{
    /// <summary>Works on incidents.</summary>
    Officer,

    /// <summary>Manages people, machines, sources, institutions, rosters and policies. Sees no case content unless that was granted: <see cref="PersonView.Cases"/>.</summary>
    Administrator,

    /// <summary>Leads the officers: works on incidents, restricts and shares them, manages rosters and policies.</summary>
    Lead,

    /// <summary>Reads incidents and adds to them: notes, observables, tasks, classification.</summary>
    Analyst,

    /// <summary>Reads everything and changes nothing.</summary>
    Auditor,

    /// <summary>Of an institution: sees what concerns it.</summary>
    InstitutionResponder,

    /// <summary>Of an institution: as a responder.</summary>
    InstitutionManager,

    /// <summary>Of a partner: sees what was shared with it.</summary>
    Partner,
}
