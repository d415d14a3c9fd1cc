using Coordination.Contracts.Access;

namespace Coordination.Cli.Tests.Access;

[Collection(OneServer.Name)]
public sealed class When_a_token_is_made(RunningServer server)
{
    private const string Alert = """{"title":"Beacon seen","classification":"infected-system","source":{"ip":"198.51.100.77"}}""";

    [Fact]
    public async Task It_stands_alone_on_the_output_and_delivers_alerts_for_its_source()
    {
        var made = await server.CoordctlAsync("token", "create", "--name", "probe 1", "--source", "sensor", "--days", "30");
        var token = made.Out.Trim();

        var delivered = await Ran.CoordctlAsync("import", "alerts", server.FileOf("one.ndjson", Alert), "--source", "sensor", "--url", server.Url, "--token-file", server.FileOf("probe.token", made.Out));

        Assert.Equal(0, made.Code);
        Assert.StartsWith("coord_", token, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', token);
        Assert.True(delivered.Code == 0, delivered.Error);
        Assert.Contains("1 accepted, 0 repeated, 0 refused.", delivered.Out, StringComparison.Ordinal);
        var known = Assert.Single(await server.AskAsync(api => api.TokensAsync()), one => one.Name == "probe 1");
        Assert.Equal((TokenScope.Intake, "sensor"), (known.Scope, known.Source));
        Assert.NotNull(known.ExpiresAt);
    }

    [Fact]
    public async Task A_token_for_intake_makes_no_other_token()
    {
        var probe = (await server.CoordctlAsync("token", "create", "--name", "probe 2", "--source", "sensor")).Out.Trim();

        var refused = await Ran.CoordctlAsync("token", "create", "--name", "more", "--role", "administrator", "--url", server.Url, "--token", probe);

        Assert.Equal((1, ""), (refused.Code, refused.Out));
        Assert.Contains("access.forbidden", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        var wrong = server.FileOf("wrong-password", "not the password");

        var refused = await Ran.CoordctlAsync("token", "create", "--name", "x", "--source", "sensor", "--url", server.Url, "--user", RunningServer.Mail, "--password-file", wrong);

        Assert.Equal(1, refused.Code);
        Assert.Contains("sign-in.refused", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_does_not_exist_is_refused_with_the_servers_code()
    {
        var refused = await server.CoordctlAsync("token", "create", "--name", "x", "--source", "nowhere");

        Assert.Equal(1, refused.Code);
        Assert.Contains("source.unknown", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_listed_rotated_and_revoked_by_its_id()
    {
        var made = (await server.CoordctlAsync("token", "create", "--name", "probe 3", "--role", "officer", "--right", "ReadIncidents", "ReadCases")).Out.Trim();
        var known = Assert.Single(await server.AskAsync(api => api.TokensAsync()), one => one.Name == "probe 3");
        Assert.Equal([Right.ReadIncidents, Right.ReadCases], known.Rights);

        var listed = await server.CoordctlAsync("token", "list");
        Assert.Contains($"{known.Id}  probe 3  operate  expires ", listed.Out, StringComparison.Ordinal);
        var rotated = await server.CoordctlAsync("token", "rotate", known.Id.Value, "--overlap-hours", "2");
        Assert.True(rotated.Code == 0, rotated.Error);
        Assert.StartsWith($"coord_{known.Id}_", rotated.Out, StringComparison.Ordinal);
        Assert.NotEqual(made, rotated.Out.Trim());
        Assert.Contains("The former secret is good until", rotated.Error, StringComparison.Ordinal);

        Assert.Equal(0, (await server.CoordctlAsync("token", "revoke", known.Id.Value)).Code);
        Assert.DoesNotContain("probe 3", (await server.CoordctlAsync("token", "list")).Out, StringComparison.Ordinal);
        Assert.Contains("probe 3  operate  revoked", (await server.CoordctlAsync("token", "list", "--all")).Out, StringComparison.Ordinal);
        Assert.Contains("token.unknown", (await server.CoordctlAsync("token", "revoke", "nobody")).Error, StringComparison.Ordinal);
    }
}
