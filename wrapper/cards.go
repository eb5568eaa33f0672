package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// Cards are payment cards, kept as tokens. Stancer: cards.
type Cards service

// Create stores a card and returns its token. The number and the CVC are never given back. The same number may be stored again (observed).
func (r *Cards) Create(ctx context.Context, params *CardCreate, options ...Option) (*Card, error) {
	return create[*Card](ctx, (*service)(r), api.OpCreateCard, params, options, api.NewCreateCardRequest)
}

// Get reads a card. One that does not exist in the mode of the key is [ErrNotFound].
func (r *Cards) Get(ctx context.Context, id CardID, options ...Option) (*Card, error) {
	return item[*Card](ctx, (*service)(r), api.OpGetCard, id, options, api.NewGetCardRequest)
}

// Update changes the members of a card that are not nil. The name on a card cannot be changed.
func (r *Cards) Update(ctx context.Context, id CardID, params *CardUpdate, options ...Option) (*Card, error) {
	return update[*Card](ctx, (*service)(r), api.OpUpdateCard, id, params, options, api.NewUpdateCardRequest)
}

// Delete deletes a card, and returns it.
func (r *Cards) Delete(ctx context.Context, id CardID, options ...Option) (*Card, error) {
	return item[*Card](ctx, (*service)(r), api.OpDeleteCard, id, options, api.NewDeleteCardRequest)
}

// List lists the cards that params select. Params may be nil.
func (r *Cards) List(params *ListCardsParams, options ...Option) *List[Card] {
	return newList((*service)(r), api.OpListCards, params, options,
		api.NewListCardsRequest, openCardList)
}
