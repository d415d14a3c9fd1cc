using System.Text.RegularExpressions;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;

namespace Coordination.Connectors.Csaf;

/// <summary>Which of our words stands for which of theirs, and what of ours is spelt so that every reader takes it.</summary>
internal static partial class CsafWords
{
    private static readonly HashSet<string> Languages = [.. (
        "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz "
        + "ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os "
        + "pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu").Split(' ')];

    private static readonly HashSet<string> Countries = [.. (
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ "
        + "EC EE EG EH ER ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ "
        + "LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA "
        + "RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW").Split(' ')];

    private static readonly string[] Scripts = ["Latn", "Cyrl", "Grek", "Arab", "Hebr", "Hans", "Hant"];

    /// <summary>Whether readers who look each part up in the registry of language tags find it: a language of two letters, perhaps a script and a country.</summary>
    public static bool IsCommonLanguage(string tag)
        => tag.Split('-') is { Length: >= 1 and <= 3 } parts && Languages.Contains(parts[0])
            && (parts is [_] || (parts is [_, var one] && (Scripts.Contains(one) || Countries.Contains(one))) || (parts is [_, var script, var country] && Scripts.Contains(script) && Countries.Contains(country)));

    /// <summary>Whether every reader takes this package URL: some types have rules of their own that change.</summary>
    public static bool IsCommonPurl(string purl) => PurlPattern().IsMatch(purl);

    public static string Of(ActionKind kind) => kind switch
    {
        ActionKind.VendorFix => "vendor_fix",
        ActionKind.Mitigation => "mitigation",
        ActionKind.NoneAvailable => "none_available",
        _ => "no_fix_planned",
    };

    public static ActionKind? ActionOf(string category) => category switch
    {
        "vendor_fix" => ActionKind.VendorFix,
        "mitigation" => ActionKind.Mitigation,
        "none_available" => ActionKind.NoneAvailable,
        "no_fix_planned" => ActionKind.NoFixPlanned,
        _ => null,
    };

    public static string Of(ProductState state) => state switch
    {
        ProductState.Affected => "known_affected",
        ProductState.Fixed => "fixed",
        ProductState.NotAffected => "known_not_affected",
        _ => "under_investigation",
    };

    public static ProductState? StateOf(string list) => list switch
    {
        "known_affected" or "first_affected" or "last_affected" => ProductState.Affected,
        "fixed" or "first_fixed" => ProductState.Fixed,
        "known_not_affected" => ProductState.NotAffected,
        "under_investigation" => ProductState.UnderInvestigation,
        _ => null,
    };

    public static string Of(Severity severity) => severity.ToString();

    public static Severity? SeverityOf(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        "critical" => Severity.Critical,
        "high" or "important" => Severity.High,
        "medium" or "moderate" => Severity.Medium,
        "low" => Severity.Low,
        _ => null,
    };

    [GeneratedRegex(@"^pkg:(apk|cargo|composer|deb|docker|gem|generic|github|golang|maven|npm|nuget|pypi|rpm)(/([a-z0-9._~-]|%40)+)?(/[a-z0-9._~-]+)*/[a-z0-9_~][a-z0-9._~-]*(@[A-Za-z0-9._~:+-]+)?(\?[a-z][a-z0-9_]*=[A-Za-z0-9._~-]+(&[a-z][a-z0-9_]*=[A-Za-z0-9._~-]+)*)?$")]
    private static partial Regex PurlPattern();
}
