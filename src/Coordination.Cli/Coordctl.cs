using System.CommandLine;
using Coordination.Cli.Access;
using Coordination.Cli.Advisories;
using Coordination.Cli.Audit;
using Coordination.Cli.Data;
using Coordination.Cli.Incidents;
using Coordination.Cli.Institutions;
using Coordination.Cli.Intake;
using Coordination.Cli.Live;
using Coordination.Cli.Partners;
using Coordination.Cli.Retention;

namespace Coordination.Cli;

/// <summary>The command line, whole. The program and the tests run the same thing.</summary>
internal static class Coordctl
{
    /// <summary>Wrong usage, whatever the verb.</summary>
    private const int WrongUsage = 2;

    public static async Task<int> RunAsync(string[] args, Surroundings here, CancellationToken cancellationToken)
    {
        var parsed = Root(here).Parse(args);
        var code = await parsed.InvokeAsync(new InvocationConfiguration { Output = here.Out, Error = here.Error }, cancellationToken);
        return parsed.Errors.Count > 0 ? WrongUsage : code;
    }

    private static RootCommand Root(Surroundings here) => new(
        "coordctl works with a Coordination server (token, import, stix, partner, csaf, incident, kev, epss, watch, person, retention, erasures, audit) and on its data folder (migrate, verify, rebuild, key).")
    {
        new Command("token", "Tokens with which machines sign in.") { TokenCreateVerb.Make(here), TokenVerbs.List(here), TokenVerbs.Rotate(here), TokenVerbs.Revoke(here) },
        new Command("import", "Brings a file into the server.") { ImportInstitutionsVerb.Make(here), ImportProductsVerb.Make(here), ImportAlertsVerb.Make(here) },
        new Command("stix", "Bundles of STIX 2.1.") { StixCheckVerb.Make(here), StixImportVerb.Make(here), StixExportVerb.Make(here) },
        new Command("partner", "CERTs, authorities and companies with which information is exchanged.") { PartnerAddVerb.Make(here), PartnerVerbs.List(here), PartnerVerbs.Pause(here), PartnerVerbs.Resume(here) },
        new Command("csaf", "Advisories of others, as CSAF 2.0 documents.") { CsafImportVerb.Make(here), CsafCheckVerb.Make(here) },
        new Command("incident", "Works on an incident.") { AttachVerb.Make(here) },
        new Command("kev", "Catalogues of exploited vulnerabilities.") { CatalogueImportVerb.Kev(here) },
        new Command("epss", "Exploit prediction scores.") { CatalogueImportVerb.Epss(here) },
        new Command("person", "What is held on people.") { PersonReportVerb.Make(here) },
        new Command("retention", "How long things are kept.") { RetentionRunVerb.Make(here) },
        new Command("erasures", "What was erased, for the time after a restore.") { ErasuresVerbs.Export(here), ErasuresVerbs.Apply(here) },
        WatchVerb.Make(here),
        new Command("audit", "What people and machines did, for auditors.") { AuditExportVerb.Make(here) },
        new Command("key", "The key that checkpoints and exports are signed with.") { KeyExportVerb.Make(here) },
        MigrateVerb.Make(here),
        VerifyVerb.Make(here),
        RebuildVerb.Make(here),
    };
}
