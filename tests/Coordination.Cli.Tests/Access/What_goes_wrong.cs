namespace Coordination.Cli.Tests.Access;

[Collection(OneServer.Name)]
public sealed class What_goes_wrong(RunningServer server)
{
    [Fact]
    public async Task Without_an_address_the_server_of_this_machine_is_asked()
    {
        // Whether one runs there is not ours to say: it is not there, or it knows no such token.
        var ran = await Ran.CoordctlAsync("token", "list", "--token", "coord_a_b");

        Assert.Equal(1, ran.Code);
        Assert.DoesNotContain("--url takes", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_token_is_named_as_the_reason()
    {
        var ran = await Ran.CoordctlAsync("watch", "--url", server.Url, "--token", "coord_abc_wrong");

        Assert.Equal(1, ran.Code);
        Assert.Contains("unknown, revoked or expired", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_named_with_its_address()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();

        var ran = await Ran.CoordctlAsync("watch", "--url", $"http://127.0.0.1:{port}", "--token", "coord_a_b");

        Assert.Equal(1, ran.Code);
        Assert.Contains($"No answer from http://127.0.0.1:{port}/", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_does_not_exist_is_named()
    {
        var ran = await server.CoordctlAsync("import", "institutions", "/nowhere/at-all.csv");

        Assert.Equal(1, ran.Code);
        Assert.Contains("/nowhere/at-all.csv", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_it_says_where_to_put_one()
    {
        var ran = await Ran.CoordctlAsync("watch", "--url", server.Url);

        Assert.Equal(1, ran.Code);
        Assert.Contains("COORDINATION_TOKEN", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_not_sent_over_plain_http_to_another_machine()
    {
        var ran = await Ran.CoordctlAsync("watch", "--url", "http://192.0.2.1:5080", "--token", "coord_a_b");

        Assert.Equal(1, ran.Code);
        Assert.Contains("--insecure", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token", "create", "--name", "x")]
    [InlineData("token", "create", "--name", "x", "--role", "king")]
    [InlineData("token", "create", "--name", "x", "--source", "s", "--days", "0")]
    [InlineData("token", "create", "--name", "x", "--source", "s", "--days", "367")]
    [InlineData("token", "create", "--name", "x", "--source", "s", "--role", "officer")]
    [InlineData("token", "rotate")]
    [InlineData("token", "rotate", "x", "--overlap-hours", "721")]
    [InlineData("import", "institutions")]
    [InlineData("import", "alerts", "FILE", "--source", "not a name")]
    [InlineData("watch", "--url", "nonsense")]
    [InlineData("watch", "--token", "a", "--user", "b")]
    [InlineData("dance")]
    public async Task Wrong_usage_is_exit_code_2(params string[] args)
    {
        var ran = await Ran.CoordctlAsync(args);

        Assert.Equal(2, ran.Code);
        Assert.NotEqual("", ran.Error);
    }
}
