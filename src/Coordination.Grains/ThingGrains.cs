using Coordination.Domain.Access;
using Coordination.Domain.Correlation;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Intake;
using Coordination.Domain.Notification;
using Coordination.Domain.OnCall;
using Coordination.Grains.Journal;
using Orleans.Concurrency;
using Orleans.Runtime;
using Told = Coordination.Domain.Notification.Notification;

namespace Coordination.Grains;

// One grain for each kind of thing. The grain type is the first part of the stream's name and is never changed.

[GrainType("incident"), Reentrant]
internal sealed class IncidentGrain(IGrainContext context) : ThingGrain<Incident, IncidentCommand, IncidentEvent>(IncidentKind.Instance, context);

[GrainType("institution"), Reentrant]
internal sealed class InstitutionGrain(IGrainContext context) : ThingGrain<Institution, InstitutionCommand, InstitutionEvent>(InstitutionKind.Instance, context);

[GrainType("escalation"), Reentrant]
internal sealed class EscalationGrain(IGrainContext context) : ThingGrain<Escalation, EscalationCommand, EscalationEvent>(EscalationKind.Instance, context);

[GrainType("notification"), Reentrant]
internal sealed class NotificationGrain(IGrainContext context) : ThingGrain<Told, NotificationCommand, NotificationEvent>(NotificationKind.Instance, context);

/// <summary>A lane of the intake. Alerts are not grains; what writes them one after another is.</summary>
[GrainType("intake"), Reentrant]
internal sealed class IntakeGrain(IGrainContext context) : ThingGrain<IntakeLane, IntakeCommand, IntakeEvent>(IntakeKind.Instance, context);

[GrainType("attribution"), Reentrant]
internal sealed class AttributionGrain(IGrainContext context) : ThingGrain<AttributionState, AttributionCommand, AttributionEvent>(AttributionKind.Instance, context);

[GrainType("roster"), Reentrant]
internal sealed class RosterGrain(IGrainContext context) : ThingGrain<Roster, RosterCommand, RosterEvent>(RosterKind.Instance, context);

[GrainType("policy"), Reentrant]
internal sealed class PolicyGrain(IGrainContext context) : ThingGrain<Policy, PolicyCommand, PolicyEvent>(PolicyKind.Instance, context);

[GrainType("source"), Reentrant]
internal sealed class SourceGrain(IGrainContext context) : ThingGrain<Source, SourceCommand, SourceEvent>(SourceKind.Instance, context);

[GrainType("person"), Reentrant]
internal sealed class PersonGrain(IGrainContext context) : ThingGrain<Person, PersonCommand, PersonEvent>(PersonKind.Instance, context);

[GrainType("token"), Reentrant]
internal sealed class TokenGrain(IGrainContext context) : ThingGrain<Token, TokenCommand, TokenEvent>(TokenKind.Instance, context);
