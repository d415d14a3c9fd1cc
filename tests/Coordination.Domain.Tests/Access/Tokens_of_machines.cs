using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Domain.Access;
using Coordination.Domain.Institutions;
using Coordination.Domain.Intake;
using Coordination.Domain.Tests.Institutions;

namespace Coordination.Domain.Tests.Access;

/// <summary>How long a token is good, what it may, and how it gets another secret.</summary>
public sealed class Tokens_of_machines
{
    private static readonly CreateToken Reader = new("Reader", TokenScope.Operate, null, null, "01");
    private static readonly CreateToken Museum = new("Museum", TokenScope.Institution, null, null, "01", Samples.Museum);

    [Fact]
    public void Without_a_time_it_is_good_for_ninety_days_and_never_for_more_than_a_year()
    {
        Assert.Equal(Samples.Noon.AddDays(90), Made(Reader).State.Facts!.ExpiresAt);
        Assert.Equal(Samples.Noon.AddDays(366), Made(Reader with { ExpiresAt = Samples.Noon.AddDays(366) }).State.Facts!.ExpiresAt);
        Assert.Equal("token.too-long", Token().Ask(Reader with { ExpiresAt = Samples.Noon.AddDays(367) }).Refusal?.Code);
    }

    [Fact]
    public void One_of_an_institution_looks_at_things_as_its_responder_does()
    {
        Assert.Equal(new Viewer(null, Role.InstitutionResponder, Institution: Samples.Museum), Made(Museum).State.Facts!.ViewerOf());
        Assert.Equal("token.institution-missing", Token().Ask(Museum with { Institution = null }).Refusal?.Code);
        Assert.Equal("token.institution-missing", Token().Ask(Reader with { Institution = Samples.Museum }).Refusal?.Code);
        Assert.Equal("institution.unknown", Token().Ask(Museum with { Institution = InstitutionId.Of("nobody") }).Refusal?.Code);
    }

    public static TheoryData<TokenScope, Right[], string?> Chosen => new()
    {
        { TokenScope.Operate, [Right.ReadRegisters], null },
        { TokenScope.Operate, [Right.ReadIncidents, Right.ReadCases], null },
        { TokenScope.Operate, [Right.ReadIncidents, Right.ReadCases, Right.AddToCases], null },
        { TokenScope.Operate, [Right.AddToCases], "token.rights-blind" },
        { TokenScope.Operate, [Right.ReadIncidents], "token.rights-blind" },
        { TokenScope.Operate, [], "token.rights-missing" },
        { TokenScope.Operate, [Right.ManageAccess], "token.rights-beyond" },
        { TokenScope.Administer, [Right.ManageRegisters, Right.ReadRegisters], null },
        { TokenScope.Administer, [Right.ReadIncidents, Right.ReadCases], "token.rights-beyond" },
        { TokenScope.Audit, [Right.WorkOnCases], "token.rights-beyond" },
        { TokenScope.Institution, [Right.ReadIncidents], null },
        { TokenScope.Institution, [Right.ReadCases], "token.rights-beyond" },
        { TokenScope.Intake, [Right.ReadIncidents], "token.rights-of-intake" },
    };

    [Theory]
    [MemberData(nameof(Chosen))]
    public void Only_rights_of_its_role_can_be_chosen(TokenScope scope, Right[] rights, string? code)
        => Assert.Equal(code, Token().Ask(new CreateToken("x", scope, scope == TokenScope.Intake ? Samples.Sinkhole : null, null, "01", scope == TokenScope.Institution ? Samples.Museum : null, rights)).Refusal?.Code);

    [Fact]
    public void A_narrowed_one_has_no_right_besides_those_that_were_chosen()
    {
        foreach (var scope in Enum.GetValues<TokenScope>())
        {
            foreach (var chosen in TokenRights.Of(scope))
            {
                var viewer = new TokenFacts("x", scope, null, null, "", Samples.Noon, Rights: [chosen]).ViewerOf();
                Assert.Equal([chosen], Rights.Of(viewer));
            }
        }
    }

    [Fact]
    public void Rotated_it_lets_both_secrets_in_until_the_overlap_is_over()
    {
        var token = Made(Reader);
        token.Do(new RotateToken("02", TimeSpan.FromHours(24), null));
        Assert.Equal(["02", "01"], Good(token, Samples.Noon.AddHours(24).AddTicks(-1)));
        Assert.Equal(["02"], Good(token, Samples.Noon.AddHours(24)));

        token.Do(new RotateToken("03", TimeSpan.Zero, null));
        Assert.Equal(["03"], Good(token, Samples.Noon));
        token.Do(new RevokeToken());
        Assert.Empty(Good(token, Samples.Noon));
        Assert.Equal("token.revoked", token.Ask(new RotateToken("04", TimeSpan.Zero, null)).Refusal?.Code);
    }

    [Fact]
    public void Rotating_makes_no_secret_good_for_longer_than_it_was()
    {
        var token = Made(Reader with { ExpiresAt = Samples.Noon.AddHours(3) });
        token.Do(new RotateToken("02", TimeSpan.FromHours(24), Samples.Noon.AddDays(7)));
        Assert.Equal(["02"], Good(token, Samples.Noon.AddHours(3)));
        Assert.Empty(Good(token, Samples.Noon.AddDays(7)));
    }

    [Fact]
    public void Several_rotations_at_once_are_bounded()
    {
        var token = Made(Reader);
        for (var number = 0; number < 3; number++)
        {
            token.Do(new RotateToken($"1{number}", TimeSpan.FromHours(24), null));
        }

        Assert.Equal("token.too-many-secrets", token.Ask(new RotateToken("20", TimeSpan.FromHours(1), null)).Refusal?.Code);
        Assert.Equal("token.overlap-invalid", token.Ask(new RotateToken("20", TimeSpan.FromDays(31), null)).Refusal?.Code);
        Assert.Equal("token.overlap-invalid", token.Ask(new RotateToken("20", TimeSpan.FromHours(-1), null)).Refusal?.Code);
        Assert.Equal("token.too-long", token.Ask(new RotateToken("20", TimeSpan.Zero, Samples.Noon.AddYears(2))).Refusal?.Code);
        Assert.Single(token.Do(new RotateToken("20", TimeSpan.Zero, null)).Events);
    }

    [Fact]
    public void Its_use_is_written_now_and_then_and_not_each_time()
    {
        var last = new TokenUse(Samples.Noon, "192.0.2.7");
        Assert.True(RecordTokenUse.IsNews(null, "192.0.2.7", Samples.Noon));
        Assert.False(RecordTokenUse.IsNews(last, "192.0.2.7", Samples.Noon.AddMinutes(59)));
        Assert.True(RecordTokenUse.IsNews(last, "192.0.2.7", Samples.Noon.AddMinutes(60)));
        Assert.False(RecordTokenUse.IsNews(last, "192.0.2.8", Samples.Noon.AddMinutes(14)));
        Assert.True(RecordTokenUse.IsNews(last, "192.0.2.8", Samples.Noon.AddMinutes(15)));

        var token = Made(Reader);
        Assert.Single(token.Do(new RecordTokenUse("192.0.2.7")).Events);
        Assert.Empty(token.Do(new RecordTokenUse("192.0.2.7")).Events);
        Assert.Equal(last, token.State.Facts!.LastUse);
    }

    [Fact]
    public void One_that_was_made_when_tokens_could_last_for_ever_still_lets_in()
    {
        var old = new TokenFacts("Old", TokenScope.Operate, null, null, "01", Samples.Noon);
        Assert.Equal(["01"], old.GoodAt(Samples.Noon.AddYears(50)).Select(secret => secret.SecretSha256));
    }

    private static IEnumerable<string> Good(Played<Token, TokenCommand, TokenEvent> token, DateTimeOffset at) => token.State.Facts!.GoodAt(at).Select(secret => secret.SecretSha256);

    private static Played<Token, TokenCommand, TokenEvent> Made(CreateToken create)
    {
        var token = Token();
        token.Do(create);
        return token;
    }

    private static Played<Token, TokenCommand, TokenEvent> Token()
        => new(TokenKind.Instance, new("token", "t1"), question => question switch
        {
            SourceById { Id: var id } when id == Samples.Sinkhole => new SourceRequest { Name = "Sinkhole" },
            InstitutionById { Id: var id } when id == Samples.Museum => InstitutionSamples.Facts,
            _ => null,
        });
}
