using System.Data.Common;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;
using Orleans.Runtime;

namespace Coordination.Grains.Tests.Journal;

public sealed class What_passes_by_itself
{
    public static TheoryData<Exception, bool> Failures => new()
    {
        { new TimeoutException("Response did not arrive on time"), true },
        { new SiloUnavailableException("The target silo became unavailable"), true },
        // As the cluster says it while processes cannot reach one another.
        { new OperationCanceledException("Message expired before placement could complete"), true },
        { new OutcomeUnknownException("lost"), true },
        { new CommandFailedException("cannot be read"), false },
        { new InvalidOperationException("a fault of ours"), false },
        { new Unreachable(), true },
        // As accounts are written.
        { new InvalidOperationException("An error occurred while saving the entity changes", new Unreachable()), true },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Is_asked_for_again_and_nothing_else(Exception failure, bool passes) => Assert.Equal(passes, Passing.Is(failure));

    private sealed class Unreachable : DbException
    {
        public override bool IsTransient => true;
    }
}
