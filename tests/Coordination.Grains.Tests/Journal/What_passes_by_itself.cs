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
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Is_asked_for_again_and_nothing_else(Exception failure, bool passes) => Assert.Equal(passes, Passing.Is(failure));
}
