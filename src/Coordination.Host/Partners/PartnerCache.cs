using Coordination.Domain.Journal;
using Coordination.Domain.Partners;
using Coordination.Host.Journal;

namespace Coordination.Host.Partners;

/// <summary>Partners that came lately: how they stand is asked for each request of theirs. Who is paused is paused at once.</summary>
internal sealed class PartnerCache(IRows rows) : RowCache<PartnerRow>(rows, PartnerRegister.Table, PartnerRegister.Instance.Name);
