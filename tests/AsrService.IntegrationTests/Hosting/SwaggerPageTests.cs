using System.Text.Json;
using AsrService.IntegrationTests.Dashboard;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AsrService.IntegrationTests.Hosting;

/// <summary>The page on which the interface can be tried, in a browser.</summary>
public sealed class SwaggerPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_visitor_sends_a_recording_and_gets_its_text()
    {
        await using var visit = await chromium.OpenAsync();
        await visit.Page.GotoAsync("/swagger");
        var submit = await TryAsync(visit.Page, "operations-Jobs-post_api_jobs");
        await submit.Locator("input[type=file]").SetInputFilesAsync(SetupFiles.Sample);
        var id = JsonElement.Parse(await ExecuteAsync(submit, "202")).GetProperty("id").GetGuid();
        await chromium.Jobs.WaitForStateAsync(id, "done");

        var result = await TryAsync(visit.Page, "operations-Jobs-get_api_jobs__id__result");
        await result.GetByPlaceholder("id").FillAsync($"{id}");
        Assert.Contains(Recordings.Words, await ExecuteAsync(result, "200"));
        await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(SetupFiles.Root, "artifacts", "screenshots", "swagger.png") });
    }

    private static async Task<ILocator> TryAsync(IPage page, string operation)
    {
        var block = page.Locator($"#{operation}");
        await block.Locator(".opblock-summary-control").ClickAsync();
        await block.GetByRole(AriaRole.Button, new() { Name = "Try it out" }).ClickAsync();
        return block;
    }

    private static async Task<string> ExecuteAsync(ILocator block, string status)
    {
        await block.GetByRole(AriaRole.Button, new() { Name = "Execute" }).ClickAsync();
        await Expect(block.Locator(".live-responses-table .response-col_status").Last).ToContainTextAsync(status);
        return (await block.Locator(".live-responses-table .highlight-code code").First.TextContentAsync())!;
    }
}
