using Coordination.Contracts.Incidents;

namespace Coordination.Domain.Tests.Journal;

public sealed class What_auditors_can_look_for
{
    [Fact]
    public void Every_kind_of_thing_can_be_chosen()
        => Assert.Equal(Kinds.All.Select(kind => kind.Name).Order(StringComparer.Ordinal), AuditSearch.Kinds.Order(StringComparer.Ordinal));
}
