using Coordination.Storage.Journal;

namespace Coordination.Storage.Tests.Journal;

public sealed class KillPointTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_setting_nothing_goes_wrong(string? text) => Assert.IsType<NoFailPoints>(KillPoint.Of(text));

    [Theory]
    [InlineData("journal.after-commit:")]
    [InlineData("journal.after-commit:0")]
    [InlineData("journal.after-commit:x")]
    [InlineData("journal.after-commit:1:2")]
    public void A_setting_that_cannot_be_read_is_an_error(string text) => Assert.Throws<InvalidOperationException>(() => KillPoint.Of(text));

    [Fact]
    public void Another_place_does_not_kill()
    {
        var point = KillPoint.Of("journal.after-commit:2");
        point.Hit(FailPoint.BeforeCommit);
        point.Hit(FailPoint.AfterCommit);
        point.Hit(FailPoint.BeforeCommit);
    }
}
