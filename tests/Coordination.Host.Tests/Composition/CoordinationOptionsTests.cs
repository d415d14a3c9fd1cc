using Coordination.Host.Composition;
using Coordination.Host.Tests.Cluster;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Tests.Composition;

public sealed class CoordinationOptionsTests
{
    /// <summary>What is right, for settings after it to spoil.</summary>
    private const string OpenId = "OpenId:Authority=https://login.cert.example/realms/staff|OpenId:ClientId=coordination|PublicAddress=https://coordination.cert.example";

    private const string Postgres = "Host=db.cert.example;Database=coordination;Username=coordination;Password=hunter2";

    [Theory]
    [InlineData("Coordination:Database:Engine is 'MySql'; choose Sqlite, PostgreSql, SqlServer", "Database:Engine=MySql")]
    [InlineData("Coordination:Database:Engine is '9'; choose", "Database:Engine=9")]
    [InlineData("Coordination:Database:ConnectionString is missing: PostgreSQL", "Database:Engine=PostgreSql")]
    [InlineData("Coordination:Database:ConnectionString is missing: SQL Server", "Database:Engine=SqlServer", "Database:ConnectionString= ")]
    [InlineData("Coordination:Database:ConnectionString is set, but Coordination:Database:Engine is Sqlite", "Database:ConnectionString=" + Postgres)]
    [InlineData("Coordination:Cluster:AdvertisedAddress is set, but Coordination:Database:Engine is Sqlite", "Cluster:AdvertisedAddress=192.0.2.1")]
    [InlineData("Coordination:Cluster:SiloPort is set, but Coordination:Database:Engine is Sqlite", "Cluster:SiloPort=11111")]
    [InlineData("Coordination:Cluster:GatewayPort is set, but Coordination:Database:Engine is Sqlite", "Cluster:GatewayPort=30000")]
    [InlineData("Coordination:Cluster:Tls is set, but Coordination:Database:Engine is Sqlite", "Cluster:Tls:KeyFile=x.key")]
    [InlineData("cannot be read as one of PostgreSQL", "Database:Engine=PostgreSql", "Database:ConnectionString=Host=db;Database=d;Password=hunter2;hunter2=hunter2")]
    [InlineData("cannot be read as one of PostgreSQL", "Database:Engine=PostgreSql", "Database:ConnectionString=Host=db;Database=d;Port=hunter2")]
    [InlineData("cannot be read as one of PostgreSQL", "Database:Engine=PostgreSql", "Database:ConnectionString=hunter2")]
    [InlineData("cannot be read as one of SQL Server", "Database:Engine=SqlServer", "Database:ConnectionString=Server=db;Database=d;Password=hunter2;hunter2=hunter2")]
    [InlineData("cannot be read as one of SQL Server", "Database:Engine=SqlServer", "Database:ConnectionString=Server=db;Database=d;Connect Timeout=hunter2")]
    [InlineData("names no server", "Database:Engine=PostgreSql", "Database:ConnectionString=Database=d;Password=hunter2")]
    [InlineData("names no database", "Database:Engine=PostgreSql", "Database:ConnectionString=Host=db;Password=hunter2")]
    [InlineData("names no database", "Database:Engine=SqlServer", "Database:ConnectionString=Server=db;Password=hunter2")]
    [InlineData("Coordination:Cluster:ClusterId is a name", "Database:Engine=PostgreSql", "Database:ConnectionString=" + Postgres, "Cluster:ClusterId= ")]
    [InlineData("Coordination:Cluster:ServiceId is a name", "Database:Engine=PostgreSql", "Database:ConnectionString=" + Postgres, "Cluster:ServiceId=")]
    [InlineData("Coordination:Cluster:SiloPort is 70000", "Database:Engine=PostgreSql", "Database:ConnectionString=" + Postgres, "Cluster:SiloPort=70000")]
    [InlineData("Coordination:Cluster:GatewayPort is -1", "Database:Engine=PostgreSql", "Database:ConnectionString=" + Postgres, "Cluster:GatewayPort=-1")]
    [InlineData("at 'Coordination:Cluster:SiloPort'", "Database:Engine=PostgreSql", "Database:ConnectionString=" + Postgres, "Cluster:SiloPort=many")]
    [InlineData("are both 11111", "Database:Engine=PostgreSql", "Database:ConnectionString=" + Postgres, "Cluster:SiloPort=11111", "Cluster:GatewayPort=11111")]
    [InlineData("neither an IP address that others can reach nor a host name", "Database:Engine=PostgreSql", "Database:ConnectionString=" + Postgres, "Cluster:AdvertisedAddress=silo.invalid")]
    [InlineData("neither an IP address that others can reach nor a host name", "Database:Engine=PostgreSql", "Database:ConnectionString=" + Postgres, "Cluster:AdvertisedAddress=0.0.0.0")]
    [InlineData("silo traffic is private: name certificates in Coordination:Cluster:Tls or stay on loopback", "Database:Engine=PostgreSql", "Database:ConnectionString=" + Postgres, "Cluster:AdvertisedAddress=192.0.2.1", "Cluster:SiloPort=11111")]
    [InlineData("Coordination:Cluster:Tls:AuthorityFile is missing", "Database:Engine=PostgreSql", "Database:ConnectionString=" + Postgres, "Cluster:Tls:CertificateFile=x.pem", "Cluster:Tls:KeyFile=x.key")]
    [InlineData("Coordination:PublicAddress is 'ftp://x'", "PublicAddress=ftp://x")]
    [InlineData("Coordination:OpenId:Authority is missing", "OpenId:ClientSecret=hunter2")]
    [InlineData("Coordination:OpenId:Authority is missing", "OpenId:Groups:0:Group=officers")]
    [InlineData("Coordination:OpenId:Authority is 'login.cert.example'", OpenId, "OpenId:Authority=login.cert.example")]
    [InlineData("Coordination:OpenId:Authority is 'https://login.cert.example/?realm=staff'", OpenId, "OpenId:Authority=https://login.cert.example/?realm=staff")]
    [InlineData("Give an https address", OpenId, "OpenId:Authority=http://127.0.0.1:8080/")]
    [InlineData("Give an https address", OpenId, "OpenId:Authority=http://login.cert.example/", "OpenId:AllowHttp=true")]
    [InlineData("Coordination:OpenId:ClientId is missing", OpenId, "OpenId:ClientId= ", "OpenId:ClientSecret=hunter2")]
    [InlineData("Coordination:OpenId:DisplayName has 1 to 60 characters", OpenId, "OpenId:DisplayName=")]
    [InlineData("Coordination:OpenId:Scopes is 'profile'", OpenId, "OpenId:Scopes=profile")]
    [InlineData("Coordination:OpenId:GroupClaim is empty", OpenId, "OpenId:GroupClaim=")]
    [InlineData("Coordination:OpenId:Groups:0 ('officers') names no role; one of Officer", OpenId, "OpenId:Groups:0:Group=officers")]
    [InlineData("Coordination:OpenId:Groups:0 ('officers') names no role; one of Officer", OpenId, "OpenId:Groups:0:Group=officers", "OpenId:Groups:0:Role=99")]
    [InlineData("at 'Coordination:OpenId:Groups:0:Role'", OpenId, "OpenId:Groups:0:Group=officers", "OpenId:Groups:0:Role=Boss")]
    [InlineData("Coordination:OpenId:Groups:0 ('alma') gives the role InstitutionManager, so it must name an institution", OpenId, "OpenId:Groups:0:Group=alma", "OpenId:Groups:0:Role=InstitutionManager")]
    [InlineData("Coordination:OpenId:Groups:1 ('officers') names a group that a rule before it names", OpenId, "OpenId:Groups:0:Group=officers", "OpenId:Groups:0:Role=Officer", "OpenId:Groups:1:Group=officers", "OpenId:Groups:1:Role=Lead")]
    [InlineData("Coordination:PublicAddress is missing", OpenId, "PublicAddress=")]
    [InlineData("Coordination:Limits:RequestsPerSecond is 0; give a number from 1", "Limits:RequestsPerSecond=0")]
    [InlineData("Coordination:Limits:IntakeLinesAtOnce is -5", "Limits:IntakeLinesAtOnce=-5")]
    [InlineData("Coordination:Limits:HubCallsPerSecond is NaN", "Limits:HubCallsPerSecond=NaN")]
    [InlineData("Coordination:SecurityTxt:Contact is 'security@cert.example'; give mailto:", "SecurityTxt:Contact:0=security@cert.example")]
    [InlineData("Coordination:SecurityTxt:Contact is", "SecurityTxt:Contact:0=mailto:a@cert.example\nContact: mailto:b@evil.example")]
    [InlineData("Coordination:SecurityTxt:Policy is 'http://cert.example'", "SecurityTxt:Policy=http://cert.example")]
    [InlineData("Coordination:SecurityTxt:PreferredLanguages is", "SecurityTxt:PreferredLanguages=en; fr")]
    public void A_mistake_is_named_with_its_setting_and_without_its_secrets(string expected, params string[] settings)
    {
        var failures = Failures(settings);

        Assert.Contains(failures, failure => failure.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(failures, failure => failure.Contains("hunter2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData]
    [InlineData("Demo=true")]
    [InlineData(OpenId)]
    [InlineData("OpenId:Authority=http://localhost:8080/", "OpenId:ClientId=coordination", "OpenId:AllowHttp=true")]
    [InlineData(OpenId, "OpenId:Groups:0:Group=admins", "OpenId:Groups:0:Role=Administrator", "OpenId:Groups:0:Cases=true", "OpenId:Groups:1:Group=alma", "OpenId:Groups:1:Role=InstitutionResponder", "OpenId:Groups:1:Institution=ALMA")]
    [InlineData("Limits:Enabled=false", "SecurityTxt:Contact:0=mailto:security@cert.example", "SecurityTxt:Contact:1=tel:+32-2-555-0100", "SecurityTxt:PreferredLanguages=en, fr-BE")]
    [InlineData("Demo=true", "Database:Engine=PostgreSql", "Database:ConnectionString=" + Postgres)]
    [InlineData("Database:Engine=postgresql", "Database:ConnectionString=" + Postgres, "Cluster:AdvertisedAddress=127.0.0.1", "Cluster:GatewayPort=30000")]
    [InlineData("Database:Engine=PostgreSql", "Database:ConnectionString=" + Postgres, "Cluster:AdvertisedAddress=localhost")]
    [InlineData("Database:Engine=SqlServer", "Database:ConnectionString=Server=db;Database=d;User ID=u;Password='a;b'")]
    public void What_is_right_is_taken(params string[] settings) => Assert.Empty(Failures(settings));

    [Fact]
    public void Beyond_loopback_a_port_and_certificates_are_named()
    {
        using var authority = new TestAuthority();
        var tls = authority.Issue();
        string[] settings =
        [
            "Database:Engine=PostgreSql", "Database:ConnectionString=" + Postgres, "Cluster:AdvertisedAddress=192.0.2.1",
            $"Cluster:Tls:CertificateFile={tls.CertificateFile}", $"Cluster:Tls:KeyFile={tls.KeyFile}", $"Cluster:Tls:AuthorityFile={tls.AuthorityFile}",
        ];

        Assert.Empty(Failures([.. settings, "Cluster:SiloPort=11111"]));
        Assert.Contains("Coordination:Cluster:SiloPort is 0", Assert.Single(Failures(settings)), StringComparison.Ordinal);
        File.Delete(tls.KeyFile);
        Assert.Contains("which is not there", Assert.Single(Failures([.. settings, "Cluster:SiloPort=11111"])), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Failures(params string[] settings)
    {
        try
        {
            CoordinationOptionsCheck.Read(new ConfigurationBuilder()
                .AddInMemoryCollection(settings.SelectMany(setting => setting.Split('|')).Select(setting => setting.Split('=', 2)).GroupBy(parts => parts[0]).Select(same => KeyValuePair.Create($"Coordination:{same.Key}", (string?)same.Last()[1])))
                .Build());
            return [];
        }
        catch (OptionsValidationException wrong)
        {
            return wrong.Failures;
        }
    }
}
