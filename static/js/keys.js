// The list of all keys, and the switch that turns single letters off. The switch stands on the account.

export class Keys {
  /** `switched(on)` is called when letters are turned on or off, `unkept(on)` where the account could not be told. */
  constructor({ help, token, switched, unkept, back }) {
    this.help = help;
    this.token = token;
    this.switched = switched;
    this.unkept = unkept;
    this.box = help.querySelector("#letters");
    this.box.addEventListener("change", () => this.keep());
    help.addEventListener("close", back);
  }

  get letters() {
    return this.box.checked;
  }

  open() {
    this.help.showModal();
  }

  async keep() {
    const on = this.letters;
    this.switched(on);
    try {
      const answer = await fetch(this.box.dataset.keep, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams({ csrfmiddlewaretoken: this.token, letters: on ? "on" : "off" }),
        redirect: "error",
      });
      if (!answer.ok) this.unkept(on);
    } catch {
      this.unkept(on);
    }
  }
}
