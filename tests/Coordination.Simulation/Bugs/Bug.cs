namespace Coordination.Simulation.Bugs;

/// <summary>What is wrong on purpose, so that the checker can be seen to find it. Each is a fault that storage, a process or a rule of this product could really have.</summary>
internal enum Bug
{
    None,

    /// <summary>A delivery of alerts is answered, and was never written.</summary>
    AcceptedAlertsAreDropped,

    /// <summary>A lost answer is taken for a commit without looking.</summary>
    LostCommitsAreBelieved,

    /// <summary>The memory of operations is not read: a repeat is done again.</summary>
    OperationsAreForgotten,

    /// <summary>Only agreed operations are remembered: a refused one, asked again, may be agreed to.</summary>
    RefusalsAreForgotten,

    /// <summary>A message is given out before it is due.</summary>
    MessagesAreDeliveredEarly,

    /// <summary>The next step is armed a minute too soon.</summary>
    StepsAreArmedEarly,

    /// <summary>The next step is not armed.</summary>
    NextStepsAreNotArmed,

    /// <summary>What an acknowledgement closes stays open.</summary>
    KeysAreNotClosed,

    /// <summary>Keys are closed, and nobody asks whether they are.</summary>
    ClosedKeysAreForgotten,

    /// <summary>Who has lost a message is told that it still has it.</summary>
    LossesAreNotNoticed,

    /// <summary>What is armed under a key stays when the key is closed.</summary>
    WithdrawnMessagesStay,

    /// <summary>A number is left out in a stream.</summary>
    AVersionIsSkipped,

    /// <summary>Whoever writes a stream is not asked which version it saw.</summary>
    VersionsAreNotFenced,

    /// <summary>An event's hash does not follow from the one before.</summary>
    ChainIsBroken,

    /// <summary>Taking a message takes it off the outbox; the process that has it dies.</summary>
    MessagesAreLostOnceClaimed,

    /// <summary>The commit that answers a message does not delete it.</summary>
    AnsweredMessagesStay,

    /// <summary>A commit may answer a message that was answered before.</summary>
    MessagesAreAnsweredTwice,

    /// <summary>Queued deliveries are not handed to a sender.</summary>
    DeliveriesAreNotArmed,

    /// <summary>A message that someone holds is given to another.</summary>
    LeasesAreIgnored,

    /// <summary>A claim is no reason against a commit.</summary>
    ClaimsAreNotKept,

    /// <summary>Two claims have each other's owner.</summary>
    ClaimsAreMixedUp,

    /// <summary>Lists show what was, not what is.</summary>
    RowsStayBehind,

    /// <summary>A delivery leaves a second time under another name.</summary>
    WhatIsSentTwiceHasTwoNames,
}
