using Coordination.Host.Access;

namespace Coordination.Host.Tests.Access;

public sealed class Passwords_that_many_have_used
{
    [Theory]
    [InlineData("qwerty123456", true)]
    [InlineData("QWERTY123456", true)]
    [InlineData("1q2w3e4r5t6y", true)]
    [InlineData("administrator", true)]
    [InlineData("lighthouse-otter-47", false)]
    [InlineData("qwerty12345", false)]
    [InlineData("", false)]
    public void Are_known_whatever_their_capitals(string password, bool known) => Assert.Equal(known, CommonPasswords.Contains(password));
}
