using Coordination.Contracts.Intake;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Host.Journal;

namespace Coordination.Host.Intake;

/// <summary>Sources that have delivered lately, so that a delivery needs no reading to be understood.</summary>
internal sealed class SourceCache(IRows rows) : RowCache<SourceRequest>(rows, SourceKind.Table, SourceKind.Instance.Name);
