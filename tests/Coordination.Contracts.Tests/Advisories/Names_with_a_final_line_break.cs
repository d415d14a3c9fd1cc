using Coordination.Contracts.Advisories;

namespace Coordination.Contracts.Tests.Advisories;

/// <summary>A name is one line; with a line break at its end it is another name, and none that is known.</summary>
public sealed class Names_with_a_final_line_break
{
    [Fact]
    public void Are_no_names()
    {
        Both(ProductNames.IsCve, "CVE-2026-1234");
        Both(ProductNames.IsCwe, "CWE-79");
        Both(ProductNames.IsCpe, "cpe:2.3:a:example:gateway:4.1:*:*:*:*:*:*:*");
        Both(ProductNames.IsPurl, "pkg:npm/left@1");
        Both(ProductNames.IsVers, "vers:generic/<4.2");
        Both(ProductNames.IsLanguage, "de-AT");

        static void Both(Func<string, bool> isName, string name) => Assert.Equal((true, false), (isName(name), isName(name + "\n")));
    }
}
