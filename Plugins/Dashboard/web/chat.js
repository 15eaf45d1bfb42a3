import { makeCharts } from "./charts.js";

/**
 * The server's figures in the chat: a panel, and a command that opens it.
 * @param {import("../../../Web/js/modules/module-page.js").ModulePage} page
 */
export default async function addDashboard(page) {
  await page.loadStyle("dashboard.css");
  page.addPanel("charts", {
    title: "Dashboard",
    open: (root) => {
      const charts = makeCharts(root);
      const end = page.on("dashboard:measured", charts.add);
      void page.attempt(async () => charts.begin((await page.request("dashboard:recent")).samples));
      return end;
    },
  });
  page.addCommand({ name: "dashboard", help: "Shows the server's figures", run: () => void page.openPanel("charts") });
}
