using Coordination.Contracts;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;

namespace Coordination.Scenarios;

/// <summary>An incident with a word of its own in each part.</summary>
internal sealed record Planted(IncidentId Id, string Number, string Word, Tlp Tlp, string[] Affected, Someone[]? RestrictedTo, string[] SharedWith, AttachmentId Attachment = default)
{
    public string Title => $"{Word}title";

    /// <summary>The partner with which it is shared.</summary>
    public PartnerId? SharedWithPartner { get; init; }

    public string Hidden => $"{Word}hidden";

    /// <summary>What one may get of it, as one would tell it to a newcomer.</summary>
    public (bool Exists, bool Title, bool All) For(Someone one)
    {
        if (one.Role is Contracts.Access.Role.Auditor || (one.WorksOnCases && (RestrictedTo is null || RestrictedTo.Contains(one))))
        {
            return (true, true, true);
        }

        if (one.Partner is { } partner)
        {
            var given = SharedWithPartner == partner && RestrictedTo is null;
            return (given, given, false);
        }

        var concerned = one.Institution is { } house && ((RestrictedTo is null && Affected.Contains(house)) || SharedWith.Contains(house));
        return (concerned, concerned && Tlp != Tlp.Red, false);
    }
}
